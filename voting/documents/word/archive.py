"""Zip files held against limits before anything in them is parsed: what a Word file is, and a zip of Word files.

Nothing that a header declares is trusted: sizes are checked against what is really there, and reading has a cap.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from voting.domain.errors import RuleBroken

MEGABYTE = 1024 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_CHUNK = 256 * 1024


class FileIsEmpty(RuleBroken):
    """The file has no bytes."""


class FileTooLarge(RuleBroken):
    """The file as uploaded is larger than any that is taken in."""


class NotAZip(RuleBroken):
    """The bytes are no zip file, or a broken one."""


class EncryptedFile(RuleBroken):
    """The file or a part of it can be opened with a password only."""


class TooManyParts(RuleBroken):
    """The zip has more parts than any real document."""


class UnpacksTooLarge(RuleBroken):
    """The parts together, or one part, grow too large when unpacked."""


class PackedTooTight(RuleBroken):
    """A part is packed so tightly that only a bomb is."""


class PartsOverlap(RuleBroken):
    """Entries of the zip share bytes, or claim more bytes than the file has."""


class PartTwice(RuleBroken):
    """Two entries of the zip have one name."""


class PartDamaged(RuleBroken):
    """A part cannot be unpacked or parsed."""


class PartMissing(RuleBroken):
    """The zip has no part of that name."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What a zip may take; sizes in bytes. `ratio` holds for parts that unpack to more than `ratio_from`."""

    upload: int = 25 * MEGABYTE
    parts: int = 1_000
    total: int = 300 * MEGABYTE
    one_part: int = 64 * MEGABYTE
    ratio: int = 150
    ratio_from: int = 100 * 1024


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip whose directory kept all limits. Parts are known by the names that the zip gives them."""

    names: tuple[str, ...]
    size: int
    limits: ArchiveLimits
    _zip: zipfile.ZipFile

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def size_of(self, name: str) -> int:
        """How many bytes the part says it unpacks to."""
        return self._info(name).file_size

    def read(self, name: str) -> bytes:
        """The part unpacked, never more than the limit of one part; raises `PartMissing` or `PartDamaged`."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part unpacked piece by piece, so that a long one can be looked at without being held."""
        info = self._info(name)
        if info.file_size > self.limits.one_part:
            raise UnpacksTooLarge(
                f"“{_shown(name)}” unpacks to more than {self.limits.one_part // MEGABYTE} MB. Split the document."
            )
        try:
            # The standard library reads no more than the declared size, and the checksum tells when that was a lie.
            with self._zip.open(info) as part:
                while piece := part.read(_CHUNK):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as broken:
            raise PartDamaged(
                f"“{_shown(name)}” in the file is damaged. Open the file in its own program, save it under a new name, "
                "and upload that copy."
            ) from broken

    def head(self, name: str, length: int) -> bytes:
        """The first bytes of a part."""
        return next(self.pieces(name), b"")[:length]

    def check_ratio(self, name: str) -> None:
        """Refuse a part that is packed too tightly to be text (`PackedTooTight`); pictures need not be asked."""
        info = self._info(name)
        if info.file_size > max(self.limits.ratio_from, self.limits.ratio * info.compress_size):
            raise PackedTooTight(
                f"“{_shown(name)}” grows more than {self.limits.ratio} times when unpacked, as no real text does. "
                "Open the file in Word, save it under a new name, and upload that copy."
            )

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = self._zip.NameToInfo.get(name)
        if info is None:
            raise PartMissing(f"The file has no part “{_shown(name)}”.")
        return info


def open_archive(data: bytes, limits: ArchiveLimits | None = None) -> Archive:
    """The zip, once its directory keeps every limit; raises a named `RuleBroken` where one is broken."""
    limits = limits or ArchiveLimits()
    _check_upload(data, limits)
    try:
        opened = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError) as broken:
        raise NotAZip(
            "The file is damaged: its list of parts cannot be read. Open it in Word, save it under a new name, and "
            "upload that copy."
        ) from broken
    infos = opened.infolist()
    if len(infos) > limits.parts:
        raise TooManyParts(f"The file has {len(infos):,} parts, and {limits.parts:,} is the most that is taken in.")
    _check_names(infos)
    _check_entries(infos, limits)
    _check_places(data, infos, opened.start_dir)
    names = tuple(info.filename for info in infos if not info.is_dir())
    return Archive(names, len(data), limits, opened)


def _check_upload(data: bytes, limits: ArchiveLimits) -> None:
    if not data:
        raise FileIsEmpty("The file is empty. Look at it on your own computer, then upload it again.")
    if len(data) > limits.upload:
        raise FileTooLarge(
            f"The file has more than {limits.upload // MEGABYTE} MB. Take pictures out of it or split it, then upload "
            "it again."
        )
    if not data.startswith(b"PK"):
        raise NotAZip("The file is not a Word document (.docx), whatever its name says. Save it from Word as .docx.")


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    # Part names are equal whatever the case of their letters (ECMA-376 part 2).
    seen: set[str] = set()
    for info in infos:
        name = info.filename.lower()
        if name in seen:
            raise PartTwice(f"The file has “{_shown(info.filename)}” twice, so that it says two things. Save it anew.")
        seen.add(name)


def _check_entries(infos: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    total = 0
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedFile("The file is protected with a password. Take the password off, then upload it again.")
        if info.compress_type not in _METHODS:
            raise PartDamaged(f"“{_shown(info.filename)}” is packed in a way that Word does not use. Save it anew.")
        total += info.file_size
    if total > limits.total:
        raise UnpacksTooLarge(
            f"The file unpacks to more than {limits.total // MEGABYTE} MB. Take pictures out of it or split it."
        )


def _check_places(data: bytes, infos: list[zipfile.ZipInfo], directory_at: int) -> None:
    """Every entry has bytes of its own: local headers and data follow one another before the directory."""
    overlap = PartsOverlap(
        "The parts of the file overlap, as they do in no real document. Open it in Word, save it under a new name, and "
        "upload that copy."
    )
    if sum(info.compress_size for info in infos) > len(data):
        raise overlap
    ranges = []
    for info in infos:
        start = info.header_offset
        header = data[start : start + _LOCAL_HEADER.size]
        if start < 0 or len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise overlap
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        ranges.append((start, start + _LOCAL_HEADER.size + name_length + extra_length + info.compress_size))
    ranges.sort()
    ranges.append((directory_at, directory_at))
    if any(end > following for (_, end), (following, _) in pairwise(ranges)):
        raise overlap


def _shown(name: str) -> str:
    """A part's name as one short printable piece, since whoever made the file chose it."""
    return "".join(sign if sign.isprintable() else " " for sign in name[:80])
