"""Rules of the family disclosure: one file each, named for the wrong thing it finds."""
