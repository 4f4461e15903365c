"""Word diff against the standard library's on the same tokens; clause HTML, comparison, carrying and reading of legal
text at two sizes, so that growth shows. Each line is a ratio, its bar, and whether it holds.
"""

import difflib
import random
from collections.abc import Callable

from tests.benchmarks.measuring import ratio, report
from voting.documents.legal_text.carrying import carry_keys
from voting.documents.legal_text.clause_html import document_html
from voting.documents.legal_text.clause_text import clauses_from_text
from voting.documents.legal_text.comparison import compare_clauses
from voting.documents.legal_text.word_diff import tokens, word_diff, word_spans
from voting.domain.legal_text import ClauseText, Redline

COMMON = (
    "the",
    "of",
    "shall",
    "and",
    "to",
    "DCC",
    "Party",
    "SMKI",
    "certificate",
    "notify",
    "within",
    "Day",
    "any",
    "by",
)
PAIRS = 10_000
# Linear growth would be 10; machines are shared, and caches are not linear.
GROWTH = 14.0
TRIES = 3


def sentence(drawn: random.Random) -> list[str]:
    """About thirty words, two thirds of them common."""
    return [
        drawn.choice(COMMON) if drawn.random() < 0.66 else "".join(drawn.choices("bcdfghjklmnprstvw", k=7))
        for _ in range(drawn.randint(20, 40))
    ]


def edited(words: list[str], drawn: random.Random) -> list[str]:
    """The words after one to three small edits."""
    after = list(words)
    for _ in range(drawn.randint(1, 3)):
        at = drawn.randrange(len(after))
        match drawn.randrange(3):
            case 0:
                del after[at : at + 2]
            case 1:
                after[at:at] = sentence(drawn)[:2]
            case _:
                after[at] = "telephone"
        after = after or ["x"]
    return after


def numbered(texts: list[str]) -> list[ClauseText]:
    """Texts as numbered clauses."""
    labels = [f"{at // 10 + 1}.{at % 10 + 1}" for at in range(len(texts))]
    return [ClauseText(label, text, level=2, path=label) for label, text in zip(labels, texts, strict=True)]


def drafts(clauses: int) -> tuple[list[ClauseText], list[ClauseText]]:
    """A document in force and its proposed text: a third of the clauses edited, some inserted, deleted and moved."""
    drawn = random.Random(clauses)
    in_force = [sentence(drawn) for _ in range(clauses)]
    proposed = []
    for words in in_force:
        chance = drawn.random()
        if chance < 0.02:
            continue
        if chance < 0.04:
            proposed.append(sentence(drawn))
        proposed.append(edited(words, drawn) if chance < 0.35 else words)
    for _ in range(clauses // 100):
        proposed.insert(drawn.randrange(len(proposed)), proposed.pop(drawn.randrange(len(proposed))))
    return numbered([" ".join(words) + "." for words in in_force]), numbered(
        [" ".join(each) + "." for each in proposed]
    )


def word_diff_ratios() -> list[bool]:
    """Our word diff, and the same as spans, over difflib on the same tokens."""
    drawn = random.Random(1)
    texts = [sentence(drawn) for _ in range(PAIRS)]
    pairs = [(" ".join(words) + ".", " ".join(edited(words, drawn)) + ".") for words in texts]

    def theirs() -> object:
        matchers = (difflib.SequenceMatcher(None, tokens(old), tokens(new), autojunk=False) for old, new in pairs)
        return [matcher.get_opcodes() for matcher in matchers]

    return [
        report(
            f"word diff with clean-up, {PAIRS:,} pairs / difflib",
            ratio(lambda: [word_diff(old, new) for old, new in pairs], theirs, TRIES),
            1 / 8,
        ),
        report(
            "the same, made into spans / difflib",
            ratio(lambda: [word_spans(old, new) for old, new in pairs], theirs, TRIES),
        ),
    ]


def growth(what: str, work: Callable[[int], Callable[[], object]]) -> bool:
    """Processor time at 10,000 clauses over that at 1,000."""
    return report(f"{what}, 10,000 clauses / 1,000", ratio(work(10_000), work(1_000)), GROWTH)


def main() -> bool:
    """Print every ratio; whether all hold."""
    redlines: dict[int, Redline] = {}
    texts = {size: drafts(size) for size in (1_000, 10_000)}
    for size, (in_force, proposed) in texts.items():
        redlines[size] = compare_clauses(in_force, proposed)
    pasted = {size: "\n".join(f"{each.label} {each.text}" for each in texts[size][0]) for size in texts}
    held = word_diff_ratios()
    held += [
        growth("clause HTML", lambda size: lambda: document_html(redlines[size])),
        growth("clean and clean to redline", lambda size: lambda: compare_clauses(*texts[size])),
        growth("keys carried to the next version", lambda size: lambda: carry_keys(redlines[size], redlines[size])),
        growth("pasted text read", lambda size: lambda: clauses_from_text(pasted[size])),
    ]
    return all(held)
