"""Rules of the family tools: one file each, named for the wrong thing it finds."""
