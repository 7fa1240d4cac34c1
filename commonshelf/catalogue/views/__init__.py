"""Pages: where records come from, what a file holds, how a load goes."""
