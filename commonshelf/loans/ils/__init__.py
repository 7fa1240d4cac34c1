"""How a library's loans are kept: here, by hand in a system of its own, or by a system we can ask."""
