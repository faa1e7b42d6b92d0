"""Rules of the family waiver: one file each, named for the wrong thing it finds."""
