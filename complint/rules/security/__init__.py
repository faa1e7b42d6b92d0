"""Rules of the family security: one file each, named for the wrong thing it finds."""
