"""Readers, their cards and proofs, reader groups, blocks, what a card shares, rights everywhere."""
