"""What the review desk decides without Django: where two records differ, and how a score is drawn."""
