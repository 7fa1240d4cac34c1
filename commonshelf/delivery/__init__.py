"""Documents handed over: kept, shown for a while, counted, withdrawn."""
