"""One file a command; `commonshelf help` lists them."""
