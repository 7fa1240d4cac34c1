"""The rows of the work room."""
