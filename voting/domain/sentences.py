"""How a count stands in a sentence that people read."""


def counted(count: int, thing: str) -> str:
    """A count with its thing: "1 document", "13 documents"."""
    return f"{count} {thing}{'' if count == 1 else 's'}"
