"""Rules of the family speech: one file each, named for the wrong thing it finds."""
