"""Plain Python that decides; no Django, no clock."""
