"""Footnotes and endnotes of two files that are compared: which belong to a paragraph, and old ones taken along."""

import posixpath
from copy import deepcopy

from lxml import etree

from voting.documents.word.names import CONTENT_TYPES, RELATIONSHIPS, W
from voting.documents.word.package import Package

_REFERENCES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_ID, _TYPE = W + "id", W + "type"
_NORMAL = frozenset({None, "normal"})
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml."


class NoteParts:
    """The notes of both files. `changed` are the parts of the new file whose notes change."""

    def __init__(self, old: Package, new: Package) -> None:
        self._new = new
        self._old_roots = {kind: root for kind in _REFERENCES.values() if (root := old.related_xml(kind)) is not None}
        self._new_roots = {kind: root for kind in _REFERENCES.values() if (root := new.related_xml(kind)) is not None}
        self.changed: dict[str, etree._Element] = {}
        # Nearly every file has a part for notes, and most have nothing in it but the lines above notes.
        self.are_any = any(each.get(_TYPE) in _NORMAL for root in (*self.old_roots, *self.new_roots) for each in root)

    @property
    def old_roots(self) -> list[etree._Element]:
        """The notes of the old file, part by part."""
        return list(self._old_roots.values())

    @property
    def new_roots(self) -> list[etree._Element]:
        """The notes of the new file, part by part."""
        return list(self._new_roots.values())

    def references(self, element: etree._Element) -> list[etree._Element]:
        """The references to notes in a paragraph, in order; none where neither file has notes."""
        return list(element.iter(*_REFERENCES)) if self.are_any else []

    def old_note(self, reference: etree._Element) -> etree._Element | None:
        """The note that a reference of the old file refers to."""
        return _note(self._old_roots, reference)

    def new_note(self, reference: etree._Element) -> etree._Element | None:
        """The note that a reference of the new file refers to, which is about to be changed."""
        note = _note(self._new_roots, reference)
        if note is not None:
            self._keep(_REFERENCES[str(reference.tag)])
        return note

    def take(self, reference: etree._Element) -> etree._Element | None:
        """Copy the note of an old reference into the new file and let the reference, a copy, refer to it there."""
        kind = _REFERENCES[str(reference.tag)]
        note = self.old_note(reference)
        if note is None:
            return None
        root = self._new_roots.get(kind)
        if root is None:
            root = self._new_roots[kind] = self._made(kind)
        taken = deepcopy(note)
        numbers = [int(number) for each in root if (number := each.get(_ID, "")).lstrip("-").isdigit()]
        # Word keeps -1 and 0 for the lines above notes.
        number = str(max([0, *numbers]) + 1)
        taken.set(_ID, number)
        reference.set(_ID, number)
        root.append(taken)
        self._keep(kind)
        return taken

    def _keep(self, kind: str) -> None:
        name = self._new.related(kind) or self._name(kind)
        self.changed[name] = self._new_roots[kind]

    def _name(self, kind: str) -> str:
        return posixpath.join(posixpath.dirname(self._new.document_name), f"{kind}.xml")

    def _made(self, kind: str) -> etree._Element:
        """A part for notes where the new file has none: with the lines above notes, and known to the package."""
        theirs = self._old_roots[kind]
        root = etree.Element(theirs.tag, nsmap=theirs.nsmap)
        root.extend(deepcopy(each) for each in theirs if each.get(_TYPE) not in _NORMAL)
        folder, document = posixpath.split(self._new.document_name)
        rels_name = posixpath.join(folder, "_rels", f"{document}.rels")
        rels, types = self._new.xml(rels_name), self._new.xml("[Content_Types].xml")
        if rels is not None and types is not None:
            relation = {"Id": f"added-{kind}", "Type": _RELATION + kind, "Target": f"{kind}.xml"}
            etree.SubElement(rels, RELATIONSHIPS + "Relationship", relation)
            override = {"PartName": f"/{self._name(kind)}", "ContentType": f"{_MEDIA}{kind}+xml"}
            etree.SubElement(types, CONTENT_TYPES + "Override", override)
            self.changed |= {rels_name: rels, "[Content_Types].xml": types}
        return root


def _note(roots: dict[str, etree._Element], reference: etree._Element) -> etree._Element | None:
    root = roots.get(_REFERENCES[str(reference.tag)])
    wanted = reference.get(_ID, "")
    return None if root is None else next((each for each in root if each.get(_ID, "") == wanted), None)
