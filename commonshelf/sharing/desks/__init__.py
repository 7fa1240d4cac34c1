"""What staff of two libraries do with requests."""
