"""Tags of the search pages."""
