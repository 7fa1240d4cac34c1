"""Doubtful pairs side by side: the cataloguing group's desk."""
