"""The members' pages: places, the picked branch, who did what, the first run, one's own account."""
