"""The rows of the mail room."""
