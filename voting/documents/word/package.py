"""A Word file as a package of parts: every limit and refusal comes before the first element is parsed.

What is refused is refused by name: no package, old .doc, encrypted, macros, embedded objects, document type
declarations, zips in zips. Relationships to anything outside the file are kept as words and never followed.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from voting.documents.word.archive import Archive, ArchiveLimits, PartDamaged, open_archive
from voting.documents.word.names import CONTENT_TYPES, RELATIONSHIPS
from voting.domain.errors import RuleBroken

SAVE_AGAIN = "Open it in Word, save it under a new name as .docx, and upload that copy."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_FILES = {
    b"%PDF": "a PDF",
    b"{\\rtf": "an RTF file",
    b"<?xml": "an XML file",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
}
_MAIN_TYPE = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(?:document|template)\.main\+xml"
)
_MACROS = re.compile(r"vba|macroenabled", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"(?:^|/)(?:embeddings|activex|afchunk)[^/]*/|\.(?:exe|dll|scr|js|vbs|ole)$|(?:^|/)oleobject", re.IGNORECASE
)
_EMBEDDING_KINDS = {"oleObject", "package", "control", "activeXControlBinary", "aFChunk", "attachedOleObject"}
_TYPES_PART = "[content_types].xml"
_XML_NAME = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_LONGEST_FORBIDDEN = max(map(len, _FORBIDDEN))
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
# In these the bytes of "<!DOCTYPE" are what they look like; UTF-16 is told by its first bytes.
_PLAIN_ENCODINGS = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_TAG = re.compile(rb"<[^<>]*http://purl\.oclc\.org/ooxml/[^<>]*>")
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_STRICT_SPELLINGS = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}


class NotAWordFile(RuleBroken):
    """The file is something else than a Word document."""


class OldWordFile(RuleBroken):
    """The file is a .doc of Word 97 to 2003."""


class EncryptedWordFile(RuleBroken):
    """The document is protected with a password."""


class MacrosInFile(RuleBroken):
    """The file has macros, or says that it may."""


class ObjectsEmbedded(RuleBroken):
    """The file has other files or objects in it."""


class ZipInZip(RuleBroken):
    """The file has a zip in it, or is a zip of files."""


class DoctypeInFile(RuleBroken):
    """A part declares a document type or entities, which no part of a Word file may."""


class DocumentPartMissing(RuleBroken):
    """The package has no main document part."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part says of another: `kind` is the last word of its type ("styles", "hyperlink").

    `target` is the name of a part, or, where `is_external`, an address outside the file, which nothing here opens.
    """

    key: str
    kind: str
    target: str
    is_external: bool


@dataclass(slots=True)
class Package:
    """A Word file that kept all limits. Names of parts have no leading slash ("word/document.xml").

    Strict files read as transitional ones: `part` and `xml` give the names of the transitional form.
    """

    filename: str
    document_name: str
    part_names: tuple[str, ...]
    is_strict: bool
    media_types: Mapping[str, str]
    _archive: Archive
    _names: Mapping[str, str]
    _trees: dict[str, etree._Element] = field(default_factory=dict)
    _held: dict[str, bytes] = field(default_factory=dict)
    _relationships: dict[str, dict[str, Relationship]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    @property
    def document(self) -> etree._Element:
        """The root of the main document part, `w:document`, parsed once."""
        return self._tree(self.document_name)

    def part(self, name: str) -> bytes:
        """The part as bytes; raises `PartMissing` or `PartDamaged`."""
        data = self._held.pop(name, None)
        if data is None:
            data = self._archive.read(self._names.get(name.lower(), name))
            if _is_xml(name, self.media_types):
                data = _transitional(data)
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part, parsed once, or None where the package has no such part."""
        return self._tree(name) if name in self else None

    def related(self, kind: str, source: str = "") -> str | None:
        """The name of the part to which `source` (the document where empty) has a relationship of this kind."""
        for relationship in self.relationships(source).values():
            if relationship.kind == kind and not relationship.is_external and relationship.target in self:
                return relationship.target
        return None

    def related_xml(self, kind: str, source: str = "") -> etree._Element | None:
        """The root of the part that `related` names: "styles", "numbering", "footnotes", "endnotes", "settings"."""
        name = self.related(kind, source)
        return None if name is None else self.xml(name)

    def relationships(self, source: str = "") -> Mapping[str, Relationship]:
        """What a part (the document where empty) refers to, by relationship id."""
        source = source or self.document_name
        if source not in self._relationships:
            rels = self.xml(_rels_name(source))
            self._relationships[source] = {} if rels is None else {each.key: each for each in _related(rels, source)}
        return self._relationships[source]

    def media_type(self, name: str) -> str:
        """The part's media type as the package declares it; empty where it does not."""
        return self.media_types.get(name.lower()) or self.media_types.get("." + name.rpartition(".")[2].lower(), "")

    def _tree(self, name: str) -> etree._Element:
        tree = self._trees.get(name)
        if tree is None:
            tree = self._trees[name] = parse_xml(self.part(name), name)
        return tree


def open_package(data: bytes, filename: str = "", limits: ArchiveLimits | None = None) -> Package:
    """The Word file in these bytes, once it kept every limit and holds nothing that is refused.

    Raises a named `RuleBroken` whose sentence says what is wrong and what to do: those of `archive.open_archive`, and
    `NotAWordFile`, `OldWordFile`, `EncryptedWordFile`, `MacrosInFile`, `ObjectsEmbedded`, `ZipInZip`, `DoctypeInFile`,
    `DocumentPartMissing`, `PartDamaged`. Nothing but the list of parts and types is parsed before all have passed.
    """
    _check_is_zip(data)
    archive = open_archive(data, limits)
    names = {_plain_name(name).lower(): name for name in archive.names}
    _check_names(names)
    types = _media_types(_checked(archive, names, _TYPES_PART))
    _check_types(types)
    main = _main_part(_checked(archive, names, "_rels/.rels"), types, names)
    document = _checked(archive, names, main.lower())
    for name in names.keys() - {_TYPES_PART, "_rels/.rels", main.lower()}:
        _check_part(archive, names[name], _is_xml(name, types))
    package = Package(
        filename=filename,
        document_name=main,
        part_names=tuple(_plain_name(name) for name in archive.names),
        is_strict=_STRICT in document,
        media_types=types,
        _archive=archive,
        _names=names,
        _held={main: _transitional(document)},
    )
    _check_relationships(package)
    return package


def parse_xml(data: bytes, name: str = "") -> etree._Element:
    """The root element of an XML part, with nothing resolved, fetched or expanded; raises `PartDamaged`.

    Comments and processing instructions are dropped: they are no part of what a document says.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise PartDamaged(f"{_called(name)} is damaged: it is no well-formed XML. {SAVE_AGAIN}") from broken
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(name)
    return root


def _check_is_zip(data: bytes) -> None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_OLE):
        if _OLE_ENCRYPTED in data:
            raise EncryptedWordFile(
                "The document is protected with a password. Take the password off in Word, then upload it again."
            )
        raise OldWordFile(f"The file is in the old .doc form of Word, whatever its name says. {SAVE_AGAIN}")
    for beginning, what in _OTHER_FILES.items():
        if head[:16].lower().startswith(beginning.lower()):
            raise NotAWordFile(f"The file is {what} and not a Word document. {SAVE_AGAIN}")


def _check_names(names: Mapping[str, str]) -> None:
    """Refuse what the names alone tell."""
    if _TYPES_PART not in names and not any(name.startswith("word/") for name in names):
        if "mimetype" in names and "content.xml" in names:
            raise NotAWordFile(f"The file is an OpenDocument file and not a Word document. {SAVE_AGAIN}")
        if any(name.endswith((".docx", ".doc", ".zip", ".pdf")) for name in names):
            raise ZipInZip("The file is a zip of files and not one document. Unpack it, and upload the documents.")
        raise NotAWordFile(f"The file is a zip, but no Word document. {SAVE_AGAIN}")
    for name in names:
        if "vbaproject" in name or "vbadata" in name:
            raise _macros()
        if _EMBEDDED.search(name):
            raise _embedded(name)


def _check_types(types: Mapping[str, str]) -> None:
    for name, media_type in types.items():
        if not name.startswith(".") and _MACROS.search(media_type):
            raise _macros()


def _main_part(rels: bytes, types: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The name of the main document part, as the package's own relationship says."""
    found = (
        [each.target for each in _related(parse_xml(rels, "_rels/.rels"), "") if each.kind == "officeDocument"]
        if rels
        else []
    )
    found = (
        found
        or [name for name, media_type in types.items() if _MAIN_TYPE.fullmatch(media_type)]
        or ["word/document.xml"]
    )
    main = found[0]
    if main.lower() not in names:
        raise DocumentPartMissing(f"The file has no document in it: its main part is missing. {SAVE_AGAIN}")
    media_type = types.get(main.lower()) or types.get(".xml", "")
    if "officedocument" in media_type and not _MAIN_TYPE.fullmatch(media_type):
        raise NotAWordFile(f"The file is an Office file, but no Word document. {SAVE_AGAIN}")
    return _plain_name(names[main.lower()])


def _checked(archive: Archive, names: Mapping[str, str], name: str) -> bytes:
    """An XML part that is read whole, empty where the package has none."""
    if name not in names:
        return b""
    archive.check_ratio(names[name])
    data = archive.read(names[name])
    if any(forbidden in data for forbidden in _forbidden(data, name)):
        raise _doctype(name)
    return data


def _check_part(archive: Archive, name: str, is_xml: bool) -> None:
    """Look through a part without keeping it."""
    if not is_xml:
        head = archive.head(name, 8)
        if head.startswith(b"PK\x03\x04"):
            raise ZipInZip(
                f"{_called(name)} is a zip inside the document. Take it out, then upload the document again."
            )
        if head.startswith((_OLE, b"MZ", b"\x7fELF")):
            raise _embedded(name)
        return
    archive.check_ratio(name)
    before = b""
    forbidden: tuple[bytes, ...] = ()
    for piece in archive.pieces(name):
        forbidden = forbidden or _forbidden(piece, name)
        searched = before + piece
        if any(each in searched for each in forbidden):
            raise _doctype(name)
        before = piece[-2 * _LONGEST_FORBIDDEN :]


def _forbidden(beginning: bytes, name: str) -> tuple[bytes, ...]:
    """What a part must not have, as the bytes of its own encoding; refuse an encoding that could hide it."""
    if beginning[:2] in {b"\xff\xfe", b"<\0"}:
        return tuple(each.decode().encode("utf-16-le") for each in _FORBIDDEN)
    if beginning[:2] in {b"\xfe\xff", b"\0<"}:
        return tuple(each.decode().encode("utf-16-be") for each in _FORBIDDEN)
    declared = _ENCODING.search(beginning[:200])
    if declared and declared[1].lower() not in _PLAIN_ENCODINGS:
        raise PartDamaged(f"{_called(name)} is written in an encoding that Word does not use. {SAVE_AGAIN}")
    return _FORBIDDEN


def _check_relationships(package: Package) -> None:
    """Refuse embedded objects and macros, by what the parts say of one another."""
    for name in package.part_names:
        if not name.lower().endswith(".rels"):
            continue
        for relationship in _related(package.xml(name), ""):
            if relationship.kind == "vbaProject":
                raise _macros()
            if relationship.kind in _EMBEDDING_KINDS:
                raise _embedded(relationship.target)


def _related(rels: etree._Element | None, source: str) -> Iterator[Relationship]:
    folder = posixpath.dirname(source)
    for each in () if rels is None else rels.iter(RELATIONSHIPS + "Relationship"):
        target = each.get("Target", "")
        is_external = each.get("TargetMode") == "External"
        if not is_external:
            target = posixpath.normpath(posixpath.join("/" + folder, target.partition("#")[0])).lstrip("/")
        yield Relationship(each.get("Id", ""), each.get("Type", "").rpartition("/")[2], target, is_external)


def _rels_name(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _media_types(data: bytes) -> dict[str, str]:
    """The declared types: of a part under its name in small letters, of an ending under ".ending"."""
    if not data:
        return {}
    types = {}
    for each in parse_xml(data, _TYPES_PART):
        if each.tag == CONTENT_TYPES + "Default":
            types["." + each.get("Extension", "").lower()] = each.get("ContentType", "")
        elif each.tag == CONTENT_TYPES + "Override":
            types[_plain_name(each.get("PartName", "")).lower()] = each.get("ContentType", "")
    return types


def _is_xml(name: str, types: Mapping[str, str] | None = None) -> bool:
    return bool(_XML_NAME.search(name)) or (types or {}).get(name.lower(), "").endswith("xml")


def _transitional(data: bytes) -> bytes:
    """The part with the names of the strict form replaced, in tags alone: in the text they would be words."""
    return _STRICT_TAG.sub(lambda tag: _STRICT_NAME.sub(_respelled, tag[0]), data) if _STRICT in data else data


def _respelled(found: re.Match[bytes]) -> bytes:
    area, rest = found[1], _STRICT_SPELLINGS.get(found[2], found[2])
    return b"http://schemas.openxmlformats.org/" + area + b"/2006/" + rest


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _called(name: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in name[:80])
    return f"“{shown}” in the file" if shown else "The file"


def _macros() -> MacrosInFile:
    return MacrosInFile(
        "The document has macros in it, or is of the kind that may (.docm). Save it in Word as .docx without macros, "
        "and upload that copy."
    )


def _embedded(name: str) -> ObjectsEmbedded:
    return ObjectsEmbedded(
        f"{_called(name)} is another file embedded in the document. Take embedded files and objects out of it, or "
        "paste them as pictures, then upload it again."
    )


def _doctype(name: str) -> DoctypeInFile:
    return DoctypeInFile(f"{_called(name)} declares a document type, which no Word document does. {SAVE_AGAIN}")
