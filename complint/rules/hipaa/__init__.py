"""Rules of the family hipaa: one file each, named for the wrong thing it finds."""
