"""What readers keep: lists and searches, on the device and on the server."""
