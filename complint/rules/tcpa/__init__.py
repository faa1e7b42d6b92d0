"""Rules of the family tcpa: one file each, named for the wrong thing it finds."""
