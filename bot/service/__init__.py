"""The service: intake, turns and delivery, between any channel and the pure heart. Knows no Telegram."""
