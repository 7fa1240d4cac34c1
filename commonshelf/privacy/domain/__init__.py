"""What is decided about personal data, in plain Python: the table of every column, and what follows from it."""
