"""Who came in: gate and desk check-in, counts by library and group."""
