"""`python -m complint`."""

from complint.cli.main import main

if __name__ == "__main__":
    main()
