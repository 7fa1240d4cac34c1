"""An invented alliance on real formats: the demo and worlds of any size."""
