"""The door of loans."""
