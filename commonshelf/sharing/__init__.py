"""Resource sharing: the fastest way to a thing for this reader, and the request to its end."""
