"""Rules of the family mcp: one file each, named for the wrong thing it finds."""
