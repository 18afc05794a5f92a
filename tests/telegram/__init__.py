"""A fake Bot API for tests: a server on loopback, no more lenient than Telegram, and people who write to the bot."""
