"""python -m indexer. Every worker process reads this again, and none needs the commands: they are loaded where they are run."""

if __name__ == "__main__":
    import sys

    from indexer.commands import main

    sys.exit(main())
