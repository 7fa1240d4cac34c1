"""What the worker decides: when to try again, when a turn is due. No Django, no clock."""
