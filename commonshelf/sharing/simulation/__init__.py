"""A made-up alliance on which rules can be tried before a vote."""
