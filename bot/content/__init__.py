"""Content: the YAML that operators edit → one immutable snapshot, parsed, checked, compiled, swapped as a whole."""
