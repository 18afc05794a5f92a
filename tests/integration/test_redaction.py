"""What could identify somebody is taken out; ordinary words and short codes stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.redaction import redact

CASES = {
    "call me on 0300-1234567 please": "call me on [phone] please",
    "+92 300 123 45 67": "[phone]",
    "(042) 35-761-999": "([phone]",
    "my cnic 35202-1234567-1 is lost": "my cnic [cnic] is lost",
    "3520212345671": "[cnic]",
    "۰۳۰۰۱۲۳۴۵۶۷ پر کال کریں": "[phone] پر کال کریں",
    "write to amina.b@example.com.pk": "write to [mail]",
    "he is @bad_man on telegram": "he is [name] on telegram",
    "https://example.org/x?y=1 and www.a.pk/b and t.me/abc": "[link] and [link] and [link]",
    "I called 15 and 1099 and 8171, nobody came": "I called 15 and 1099 and 8171, nobody came",
    "rs 25000 for 3 months": "rs 25000 for 3 months",
}


@pytest.mark.parametrize(("text", "redacted"), CASES.items())
def test_redacted(text: str, redacted: str) -> None:
    assert redact(text) == redacted


@given(st.text())
def test_redacting_twice_changes_nothing(text: str) -> None:
    assert redact(redact(text)) == redact(text)
