"""The rows of the votes room."""
