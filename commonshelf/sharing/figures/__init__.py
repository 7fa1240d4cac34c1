"""What the requests of a while came to."""
