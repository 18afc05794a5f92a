"""Measuring: how often messages nobody has trained on are understood, and which mistakes would hurt."""
