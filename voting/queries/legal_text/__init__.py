"""Legal text as each viewer may read it."""
