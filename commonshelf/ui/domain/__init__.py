"""What decides who is let in when everybody comes at once. No Django, no clock, no threads."""
