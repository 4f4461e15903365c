"""What reading a redlined Word file in costs, all from one run: `python -m tests.benchmarks legal_text_in`.

The document has 10,000 clauses, some 300,000 words and 5,500 revision spans, with automatic numbers, tables, moves,
footnotes, splits and changed formatting. P is a bare lxml parse of its document part in the same process. An import is
all that happens between the bytes of the file and a reading: unzipping and its limits, both texts, labels, hunks, keys,
the independent count of the changed characters, and the invariants. It is measured as Word writes such a document, and
lean (see `redlined_word`), which is harder: the same clauses, but a P of less than half.
"""

import gc
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from tests.benchmarks.legal_text_out import document_part, spans_of
from tests.benchmarks.measuring import TRIES, ratio, report, seconds
from tests.benchmarks.redlined_word import document
from tests.builders.drafting import keys_through_word
from voting.documents.legal_text import from_word
from voting.documents.legal_text.from_word import read_redline
from voting.documents.word.package import Package, open_package

CLAUSES = 10_000
SIZES = (2_500, 5_000, 10_000, 20_000)
GROWTH = 1.3
MEMORY = 200.0
KEPT = 0.999
# What the parts of an import are called here, and the functions of the reader that they are.
PARTS = {
    "paragraphs and their revisions": "tracked",
    "folded into clauses": "folded",
    "independent count": "_check_characters",
    "labels": "_labels",
    "hunks": "mark_hunks",
    "invariants": "check_redline",
}
_CHILD = """
import sys
from voting.documents.worker import in_json, parse, redline_word
held = open(sys.argv[1], "rb").read()
answer = in_json(parse(redline_word, held, "a.docx"))
assert answer.startswith(b'{"value"'), answer[:300]
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


def main() -> bool:
    """Print every figure; whether all bars hold."""
    held = []
    for is_dressed in (True, False):
        held += import_ratios(is_dressed)
    held += [growth(), keys_carried()]
    return all(held)


def import_ratios(is_dressed: bool) -> list[bool]:
    """The whole import and its parts over P, and its memory."""
    file = document(CLAUSES, is_dressed=is_dressed)
    part = document_part(file)
    redline = read_redline(file).redline
    words = sum(len((clause.text_to_be or "").split()) for clause in redline.clauses)
    print(
        f"{'as Word writes it' if is_dressed else 'lean'}: {len(redline.clauses):,} clauses, {words:,} words, "
        f"{spans_of(redline):,} revision spans, {len(part):,} bytes"
    )

    def bare() -> object:
        return etree.fromstring(part)

    held = [report("import", ratio(lambda: read_redline(file), bare), 4, " P")]
    report("  unzipped and held against the limits", ratio(lambda: open_package(file), bare), None, " P")
    for what, spent in parts_over(file, bare).items():
        report(f"  {what}", spent, None, " P")
    return [*held, memory(file)]


@dataclass
class Clock:
    """The processor time spent in some functions."""

    spent: dict[str, float] = field(default_factory=dict)

    def timed(self, name: str, work: Callable[..., object]) -> Callable[..., object]:
        """The same function, its time kept under this name."""

        def measured(*given: object, **named: object) -> object:
            begun = time.process_time()
            try:
                return work(*given, **named)
            finally:
                self.spent[name] = self.spent.get(name, 0.0) + time.process_time() - begun

        return measured


def parts_over(file: bytes, bare: Callable[[], object]) -> dict[str, float]:
    """How many bare parses each part of an import takes, as `ratio` finds it for the whole."""
    rounds, against = [], []
    for _ in range(TRIES):
        against.append(seconds(bare))
        gc.disable()
        rounds.append(parts(open_package(file)))
        gc.enable()
    return {what: statistics.median(spent[what] for spent in rounds) / statistics.median(against) for what in rounds[0]}


def parts(package: Package) -> dict[str, float]:
    """How long each part of one import takes."""
    clock = Clock()
    begun = time.process_time()
    assert package.document is not None
    clock.spent["parsed"] = time.process_time() - begun
    originals = {name: getattr(from_word, name) for name in PARTS.values()}
    try:
        for what, name in PARTS.items():
            setattr(from_word, name, clock.timed(what, originals[name]))
        from_word.redline_of_package(package)
    finally:
        for name, original in originals.items():
            setattr(from_word, name, original)
    return clock.spent


def memory(file: bytes) -> bool:
    """The peak of a worker process that reads the file and writes its answer, and of one that reads next to nothing."""
    peak, empty = peak_of_worker(file), peak_of_worker(document(1, is_dressed=False))
    tracemalloc.start()
    read_redline(file)
    traced = tracemalloc.get_traced_memory()[1] / 1_000_000
    tracemalloc.stop()
    holds = peak <= MEMORY
    print(
        f"  peak of the worker {peak:.0f} MB (empty {empty:.0f} MB), Python's own objects {traced:.0f} MB"
        f"   bar {MEMORY:.0f}   {'holds' if holds else 'MISSED'}"
    )
    return holds


def peak_of_worker(file: bytes) -> float:
    """The most memory that a process has which reads the file as the gate's worker does, in MB."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        path.write_bytes(file)
        child = [sys.executable, "-c", _CHILD, str(path)]
        return float(subprocess.run(child, capture_output=True, check=True, text=True).stdout) / 1_000


def growth() -> bool:
    """The time a clause at each size over that at the least."""
    least = document(SIZES[0], is_dressed=True)
    found = []
    for clauses in SIZES[1:]:
        file = document(clauses, is_dressed=True)
        found.append(ratio(partial(read_redline, file), partial(read_redline, least)) * SIZES[0] / clauses)
        report(f"  a clause of {clauses:,} over one of {SIZES[0]:,}", found[-1])
    return report("the most of these", max(found), GROWTH)


def keys_carried() -> bool:
    """Keys carried through the Word files of five versions whose truth is known."""
    counted = keys_through_word(CLAUSES, versions=5, seed=1)
    share = counted.kept / counted.known
    holds = share >= KEPT and not counted.wrong
    print(
        f"keys carried over five versions: {counted.kept:,} of {counted.known:,} ({share:.4%}), "
        f"{len(counted.wrong)} wrong   bar {KEPT:.1%}, 0   {'holds' if holds else 'MISSED'}"
    )
    return holds
