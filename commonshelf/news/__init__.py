"""What happened: one event table, its deliveries, the worker, the schedule."""
