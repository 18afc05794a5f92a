"""Telegram: the only room that imports `telegram`."""

import os

# python-telegram-bot then hands times over as timedelta, which is what its next version will always do
os.environ.setdefault("PTB_TIMEDELTA", "1")
