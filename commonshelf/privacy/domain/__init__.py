"""What is decided about personal data, in plain Python: the table of every column, what follows from it."""
