"""The command line: thin, and quick to say --help; rooms are imported by the command that needs them."""
