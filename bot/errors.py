"""Errors that a caller can act on. What a person reads is looked up in the locales, never in an exception."""


class RaastaError(Exception):
    """Base of all errors of this project; its text is one clear line for an operator."""


class SettingError(RaastaError):
    """A setting is wrong; the line names the variable. Commands end with exit status 2."""


class StoreError(RaastaError):
    """The store cannot be reached, read or written."""


class KeyMissing(StoreError):
    """The store holds sealed columns and no key opens them. Refusing is safer than starting anew."""
