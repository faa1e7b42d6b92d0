"""The vendor's JSON Schemas: a fast verdict (`check`), explanations (`explain`), and where keys belong (`keys`)."""
