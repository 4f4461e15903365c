"""How a count stands in a sentence that people read."""


def counted(count: int, one: str, several: str = "") -> str:
    """A count with what is counted: "1 document", "13 documents"; `several` where an s is not all that it takes."""
    return f"{count} {one if count == 1 else several or f'{one}s'}"
