"""Work items: offered, accepted, handed on, on a clock; and the desk that lists one's own."""
