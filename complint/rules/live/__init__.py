"""Rules of the family live: one file each, named for the wrong thing it finds."""
