"""python -m depmap: see cli/."""

from depmap.cli.main import main

if __name__ == "__main__":
    main()
