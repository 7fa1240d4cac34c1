"""Template tags every room's pages may load."""
