"""Electronic resources, their terms and links, and how freely each may be had."""
