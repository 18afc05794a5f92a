"""Raasta: a helpline assistant for Pakistan.

Rooms, in the order a message walks through them: `telegram` or `cli` (channels) → `service` (intake, delivery) →
`understanding` and `conversation` (pure) → back. `content` and `directory` hold what is known; `store` what is kept.
"""

__version__ = "0.1.0"
