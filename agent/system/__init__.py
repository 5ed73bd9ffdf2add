"""What every adapter needs of the machine: folders, the keyring, hardening, limited children, session and display.

The lower half of floor 2: adapters may import it, and it imports no adapter. Nothing is gathered here, so that a
program which only asks for a folder loads neither a keyring nor X.
"""

__all__: list[str] = []
