"""The pages of the visits: the gate, and the counts."""
