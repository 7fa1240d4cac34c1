"""Records, copies and notes made by hand; corrections suggested to the library that owns them."""
