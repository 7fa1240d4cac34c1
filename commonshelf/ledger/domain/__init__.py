"""What is decided here, in plain Python."""
