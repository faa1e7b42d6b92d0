"""Rules of the family document: one file each, named for the wrong thing it finds."""
