"""The door of cards."""
