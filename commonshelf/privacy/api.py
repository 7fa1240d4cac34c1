"""The door of privacy."""
