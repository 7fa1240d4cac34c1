"""Search engines behind one contract. They suggest; the database decides."""
