"""OpenURL: a citation in an address, as ANSI/NISO Z39.88-2004 (KEV) and the older 0.1 write it, and COinS."""
