"""Every statement on the ordered tables."""
