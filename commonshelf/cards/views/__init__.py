"""Pages of the cards room."""
