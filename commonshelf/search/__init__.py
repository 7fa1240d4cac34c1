"""One box over the union catalogue. Its index is a copy and may be wiped at any time."""
