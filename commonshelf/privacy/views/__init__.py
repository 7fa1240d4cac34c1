"""Pages of the privacy centre, of the desk, and of the office."""
