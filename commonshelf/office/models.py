"""The rows of the office room."""
