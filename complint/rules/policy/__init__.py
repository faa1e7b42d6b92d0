"""Rules of the family policy: one file each, named for the wrong thing it finds."""
