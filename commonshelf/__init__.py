"""Commonshelf: an alliance of independent libraries works as one."""
