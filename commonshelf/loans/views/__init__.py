"""The pages of the loans room."""
