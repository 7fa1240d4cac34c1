"""From rows to a plan: every way to a thing for one reader."""
