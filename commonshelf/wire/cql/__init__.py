"""CQL, the Contextual Query Language 1.2: text to a tree of our own and back."""
