"""The door of visits."""
