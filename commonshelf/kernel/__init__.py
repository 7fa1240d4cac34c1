"""What every room may lean on: plain Python, no Django, no clock, no I/O."""
