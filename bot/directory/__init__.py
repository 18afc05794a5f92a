"""The directory: bodies, their contacts, and who is named for which role in which region."""
