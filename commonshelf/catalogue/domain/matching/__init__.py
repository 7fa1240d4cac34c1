"""Whether two records describe one edition: portraits, features, weights and vetoes (find.md 7)."""
