"""PDF in and out: documents are made anew of what is only to be seen, measured first, and written upon."""
