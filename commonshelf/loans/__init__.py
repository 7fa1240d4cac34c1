"""Borrow anywhere, return anywhere: loans, holds, transits, fees, library systems, SIP2."""
