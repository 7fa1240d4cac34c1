"""Pages for browsing."""
