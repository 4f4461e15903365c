"""What of a typed text can be kept."""

import re

REPLACED = "\ufffd"
# What no database keeps, or no page may hold: the HTML standard forbids every control character but white space.
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# `\r\n` is how browsers send the end of a line, and a vertical tab how Word breaks one.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85]")


def storable(text: str) -> str:
    """The text as it is kept: control characters and lone surrogates become U+FFFD, each line ends with a line feed."""
    return _UNSTORABLE.sub(REPLACED, _LINE_ENDS.sub("\n", text))
