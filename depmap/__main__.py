"""python -m depmap: see cli.py."""

from depmap.cli import main

if __name__ == "__main__":
    main()
