"""What is kept of a person, for how long; export, erasure, who looked."""
