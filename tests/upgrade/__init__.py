"""Data folders of earlier releases, brought to today's shape."""
