"""The tenant wall: every address asked by everybody, and nothing of another library's in the bytes."""
