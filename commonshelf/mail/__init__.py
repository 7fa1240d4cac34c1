"""Letters that leave the house, and the outbox where they can be read and printed."""
