"""The rules: one file each. A rule's id is its path, its docstring its page, its `check` yields hits; none names a statute."""
