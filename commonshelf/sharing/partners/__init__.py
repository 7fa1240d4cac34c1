"""Partners outside the alliance: the register, and what is known of them."""
