"""The command line, in the process where that is enough and as a program where it is not."""
