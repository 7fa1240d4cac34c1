"""The alliance office: set-up, applications, contracts, the rule book, duties, its home page."""
