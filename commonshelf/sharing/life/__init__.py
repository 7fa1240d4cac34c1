"""The acts of a request, each along the one path."""
