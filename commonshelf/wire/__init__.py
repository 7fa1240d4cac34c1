"""Bytes <-> frozen data. Protocol libraries that could be published alone: no sockets, no Django."""
