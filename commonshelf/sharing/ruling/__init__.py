"""The rules in force, and licence decisions as rows: what planning and the life of a request ask."""
