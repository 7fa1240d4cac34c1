"""What every page shares: frame, parts, refusal sentences, the language."""
