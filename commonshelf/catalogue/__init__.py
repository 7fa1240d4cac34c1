"""Records, facts, editions and copies; loading."""
