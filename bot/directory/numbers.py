"""Phone numbers as people dial them, and the marks that keep them in order inside right-to-left text."""

from typing import Final

HOME_PREFIX: Final = "+92"
ISOLATE: Final = "\u2066"
END_ISOLATE: Final = "\u2069"


def at_home(value: str) -> str:
    """`+923117786264` → `0311-7786264`; numbers that are not in +92 form come back as they are.

    Area codes are looked up with phonenumbers; a number it cannot split is shown without a hyphen.
    """
    if not value.startswith(HOME_PREFIX):
        return value
    import phonenumbers

    parsed = phonenumbers.parse(value)
    digits = str(parsed.national_number)
    area = 3 if digits.startswith("3") else _area_length(digits, parsed)
    return f"0{digits[:area]}-{digits[area:]}" if 0 < area < len(digits) else f"0{digits}"


def _area_length(digits: str, parsed: object) -> int:
    """PTA's plan: two-figure areas for the large cities, three else, four beyond 058 (Azad Kashmir and Gilgit-Baltistan).

    `111…` after a city's figures is a UAN.
    """
    import phonenumbers

    if digits.startswith("58"):
        return 4
    for area in (2, 3):
        if digits[area : area + 3] == "111" and len(digits) == area + 9:
            return area
    assert isinstance(parsed, phonenumbers.PhoneNumber)
    return phonenumbers.length_of_geographical_area_code(parsed)


def is_full_number(value: str) -> bool:
    """Whether a +92 number is one that phonenumbers holds for possible and valid."""
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(value))
    except phonenumbers.NumberParseException:
        return False


def isolated(value: str) -> str:
    """`value` inside U+2066 … U+2069, so that 051-9106691 is not shown back to front in Urdu text."""
    return f"{ISOLATE}{value}{END_ISOLATE}"
