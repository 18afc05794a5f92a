"""Understanding: from what a person wrote to what they need. Pure, no clock, no network, no storage."""
