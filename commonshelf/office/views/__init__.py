"""The pages of the office room."""
