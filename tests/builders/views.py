"""What the two texts of a redline are, to hold files against each other."""

from voting.domain.legal_text import ClauseKind, Redline, View, view_text


def texts(redline: Redline, view: View) -> list[str]:
    """What a view says, notes last: where a note stands among joined paragraphs follows from how they are joined."""
    held = [
        (each.kind is ClauseKind.FOOTNOTE, text)
        for each in redline.clauses
        if (text := view_text(each, view)) is not None
    ]
    return [text for notes in (False, True) for is_note, text in held if is_note is notes]
