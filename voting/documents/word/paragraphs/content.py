"""A paragraph's content while it is read: pieces of text with the revisions around them, joined where alike."""

from voting.documents.word.paragraphs.values import NumberField, TrackedParagraph
from voting.documents.word.revisions import Context, Noted, added
from voting.domain.legal_text import Span, SpanKind

# A name is far quicker than asking the enum for its member, and there is one for each piece of text.
EQUAL = SpanKind.EQUAL


class Content:
    """Pieces of text and what goes with them. What few paragraphs have is None until there is some."""

    __slots__ = ("around", "attached", "contexts", "noted", "number_fields", "texts")

    def __init__(self, around: Context) -> None:
        self.around = around
        self.contexts: list[Context] = []
        self.texts: list[str] = []
        self.noted: list[Noted] | None = None
        self.attached: list[TrackedParagraph] | None = None
        self.number_fields: list[NumberField] | None = None

    @property
    def length(self) -> tuple[int, int]:
        """How many pieces there are, and the characters of the last."""
        return len(self.texts), len(self.texts[-1]) if self.texts else 0

    def add(self, context: Context, text: str) -> None:
        """Take in a piece of text, together with the one before where the same happened to both."""
        contexts = self.contexts
        if contexts and contexts[-1] == context:
            self.texts[-1] += text
        else:
            contexts.append(context)
            self.texts.append(text)

    def spans(self) -> tuple[Span, ...]:
        """The pieces as spans."""
        if self.around:
            whole = Content(())
            for context, text in zip(self.contexts, self.texts, strict=True):
                whole.add(added(self.around, context), text)
            return whole.spans()
        contexts = self.contexts
        if len(contexts) == 1 and not contexts[0]:
            return (Span(EQUAL, self.texts[0]),)
        return tuple(map(span_of, contexts, self.texts))


def span_of(context: Context, text: str) -> Span:
    """A piece of text in these revisions as a span."""
    if not context:
        return Span(EQUAL, text)
    kind, author, date, move = context[-1]
    return Span(kind, text, author, date, "", move, context[:-1])
