"""A Word file packed again with some of its parts changed: the others keep their bytes, and nothing points outside."""

import re
from collections.abc import Mapping

from lxml import etree

from voting.documents.word.package import Package
from voting.documents.word.writing import packed

# A relationship to a place outside the file that Word would open by itself: a template, a picture, a part of the text.
# A hyperlink is only followed by whoever clicks it.
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>")
_HYPERLINK = re.compile(rb"\bType\s*=\s*[\"'][^\"']*/hyperlink[\"']")
FRAGMENT = "fragment"
_FRAGMENT = re.compile(rb"<\?fragment (\d+)\?>")
_TARGET = re.compile(rb"\bTarget\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def repacked(
    package: Package, changed: Mapping[str, etree._Element], fragments: Mapping[str, bytes] | None = None
) -> bytes:
    """The package with these parts changed, given by name and root; the same parts always give the same bytes.

    A processing instruction of name `FRAGMENT` in a changed part gives way to the fragment of XML that it names. What
    would be fetched from outside when the file is opened points nowhere instead.
    """
    parts = {
        name: _serialised(changed[name], fragments or {}) if name in changed else _kept(name, package.part(name))
        for name in dict.fromkeys((*package.part_names, *changed))
    }
    return packed(parts)


def _serialised(root: etree._Element, fragments: Mapping[str, bytes]) -> bytes:
    """A part as bytes, with the declaration that Word writes."""
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    # The parser drops processing instructions, so that these are ours alone.
    return _FRAGMENT.sub(lambda found: fragments[found[1].decode()], data) if fragments else data


def _kept(name: str, data: bytes) -> bytes:
    return _OUTSIDE.sub(_pointing_nowhere, data) if name.lower().endswith(".rels") else data


def _pointing_nowhere(found: re.Match[bytes]) -> bytes:
    return found[0] if _HYPERLINK.search(found[0]) else _TARGET.sub(b'Target="about:blank"', found[0])
