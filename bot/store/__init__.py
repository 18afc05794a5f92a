"""The store: what is kept between two messages, sealed, with an end date. Imports sqlalchemy; the heart never does."""
