"""`python -m agent`: the same as `cordon`."""

from agent.cli.main import main

if __name__ == "__main__":
    main()
