"""Which clause of one text is which clause of another: the pairs that stay in order, and the pairs that moved."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

from voting.documents.legal_text.word_diff import tokens

# How alike two clauses must be, by words, to be one clause edited in place, and one clause moved.
SAME_PLACE = 0.5
MOVED = 0.75
# A short phrase ("Not used.") that vanishes here and turns up there has not moved.
_WORDS_OF_A_MOVE = 5
_WORDS_OF_AN_EXACT_MOVE = 3
# What a clause begins with says which it is; comparing takes the square of its length.
_WORDS_COMPARED = 20_000
# Up to this many pairs every clause of a gap is compared with every other; above it only those that share rare words.
_MOST_COMPARED = 2_500
_RARE = 8
_CANDIDATES = 4
# A long gap is cut at what is certain, and what is left of it again; texts made to defy this are left apart.
_ROUNDS = 12
# The longest common subsequence of a gap takes a bit a pair: this is 12 MB.
_MOST_IN_ORDER = 100_000_000
_SAME_PATH_BONUS = 0.02

Pair = tuple[int, int]
_Gap = tuple[int, int, int, int]
_KeyOf = Callable[["Entry"], Hashable | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """What alignment looks at in one clause: its text, its whole number, and further texts it may be known by."""

    text: str
    path: str = ""
    also: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of positions. `in_order` rises on both sides; `moved` pairs cross them. Nothing is in two pairs."""

    in_order: tuple[Pair, ...]
    moved: tuple[Pair, ...]


def plain(text: str) -> str:
    """The text for comparing: white space as single spaces, soft hyphens gone."""
    return " ".join(text.replace("\u00ad", "").split())


def align(old: Sequence[Entry], new: Sequence[Entry], anchors: Sequence[tuple[_KeyOf, _KeyOf]] = ()) -> Alignment:
    """Pair the clauses of two texts.

    Exact texts that occur once on each side come first, of which the longest rising sequence stays in order; then,
    inside the gaps, texts with the same number and repeated texts in order; then those at least half alike
    (`SAME_PLACE`), as the best pairing that keeps the order; last, moves (`MOVED`). `anchors` are exact keys to try
    before the text, each as (key of an old entry, key of a new one), None meaning no key. Time grows with the
    number of clauses and not with its square.
    """
    aligning = _Aligning(old, new)
    by_text: tuple[_KeyOf, _KeyOf] = (_text_key, _text_key)
    for old_key, new_key in (*anchors, by_text):
        aligning.anchor(old_key, new_key)
        aligning.move_exact(old_key, new_key)
    aligning.anchor(_path_and_text_key, _path_and_text_key)
    aligning.repeated_in_order()
    aligning.alike_in_order()
    aligning.move_alike()
    return Alignment(tuple(sorted(aligning.in_order)), tuple(sorted(aligning.moved)))


def _text_key(entry: Entry) -> Hashable | None:
    return entry.text or None


def _path_and_text_key(entry: Entry) -> Hashable | None:
    return (entry.path, entry.text) if entry.path else None


@dataclass(slots=True)
class _Aligning:
    """The pairs found so far."""

    old: Sequence[Entry]
    new: Sequence[Entry]
    in_order: list[Pair] = field(default_factory=list)
    moved: list[Pair] = field(default_factory=list)
    old_words: "_Words" = field(init=False)
    new_words: "_Words" = field(init=False)

    def __post_init__(self) -> None:
        sign_of: dict[str, str] = {}
        self.old_words = _Words(self.old, sign_of)
        self.new_words = _Words(self.new, sign_of)

    def gaps(self) -> Iterator[_Gap]:
        """The ranges of both sides between pairs in order, where both sides have something."""
        at_old = at_new = 0
        for end_old, end_new in (*self.in_order, (len(self.old), len(self.new))):
            if at_old < end_old and at_new < end_new:
                yield at_old, end_old, at_new, end_new
            at_old, at_new = end_old + 1, end_new + 1

    def anchor(self, old_key: _KeyOf, new_key: _KeyOf) -> None:
        """Pair what has the same key, once on each side of a gap, keeping the longest rising sequence."""
        found: list[Pair] = []
        free_old, free_new = self.free()
        for gap in self.gaps():
            ours = _unique(self.old, range(gap[0], gap[1]), old_key, free_old)
            theirs = _unique(self.new, range(gap[2], gap[3]), new_key, free_new)
            found += _longest_rising([(at, theirs[key]) for key, at in ours.items() if key in theirs])
        self.keep(found)

    def keep(self, found: Iterable[Pair]) -> None:
        self.in_order = sorted([*self.in_order, *found])

    def free(self) -> tuple[list[bool], list[bool]]:
        """Which clauses of each side are in no pair yet."""
        free_old, free_new = [True] * len(self.old), [True] * len(self.new)
        for at_old, at_new in (*self.in_order, *self.moved):
            free_old[at_old] = free_new[at_new] = False
        return free_old, free_new

    def left(self) -> tuple[list[int], list[int]]:
        """The positions of each side that are in no pair yet."""
        free_old, free_new = self.free()
        return [at for at, free in enumerate(free_old) if free], [at for at, free in enumerate(free_new) if free]

    def move_exact(self, old_key: _KeyOf, new_key: _KeyOf) -> None:
        """What has the same key, once on each side, but out of order has moved."""
        free_old, free_new = self.free()
        where = _unique(self.new, range(len(self.new)), new_key, [True] * len(self.new))
        for key, at in _unique(self.old, range(len(self.old)), old_key, [True] * len(self.old)).items():
            there = where.get(key)
            if there is None or not free_old[at] or not free_new[there]:
                continue
            if len(self.old_words[at]) >= _WORDS_OF_AN_EXACT_MOVE:
                self.moved.append((at, there))

    def repeated_in_order(self) -> None:
        """Texts that occur several times in a gap, paired in order."""
        found: list[Pair] = []
        for olds, news in self.free_gaps():
            if len(olds) * len(news) > _MOST_IN_ORDER:
                continue
            ours, theirs = [self.old[at].text for at in olds], [self.new[at].text for at in news]
            if set(ours).isdisjoint(theirs):
                continue
            found += ((olds[one], news[other]) for one, other in longest_in_common(ours, theirs))
        self.keep(found)

    def free_gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """The positions in each gap that are in no pair, where both sides have some."""
        free_old, free_new = self.free()
        for old_from, old_to, new_from, new_to in self.gaps():
            olds = [at for at in range(old_from, old_to) if free_old[at]]
            news = [at for at in range(new_from, new_to) if free_new[at]]
            if olds and news:
                yield olds, news

    def alike_in_order(self) -> None:
        """Inside the gaps, the pairing of clauses at least half alike that keeps the order and is best in all."""
        found: list[Pair] = []
        waiting = [(olds, news, _ROUNDS) for olds, news in self.free_gaps()]
        while waiting:
            olds, news, rounds = waiting.pop()
            if len(olds) == len(news) == 1 and self.is_plainly_alike(olds[0], news[0]):
                found.append((olds[0], news[0]))
            elif len(olds) * len(news) <= _MOST_COMPARED:
                found += self.best_in_order(olds, news)
            elif rounds:
                certain = _longest_rising(self.mutual_best(olds, news, SAME_PLACE)) or self.same_path(olds, news)
                found += certain
                waiting += [(*between, rounds - 1) for between in _between(olds, news, certain)] if certain else []
        self.keep(found)

    def is_plainly_alike(self, one: int, other: int) -> bool:
        """Whether two clauses alone in a gap are alike without looking closer than their words between spaces."""
        ours, theirs = self.old[one].text.split()[:_WORDS_COMPARED], self.new[other].text.split()[:_WORDS_COMPARED]
        return Indel.normalized_similarity(ours, theirs, score_cutoff=SAME_PLACE) > 0

    def best_in_order(self, olds: Sequence[int], news: Sequence[int]) -> list[Pair]:
        """Needleman and Wunsch's alignment: the sum of likeness is greatest, and unlike clauses never pair."""
        likeness = [[self.likeness(one, other, SAME_PLACE) for other in news] for one in olds]
        best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
        for row in reversed(range(len(olds))):
            for column in reversed(range(len(news))):
                alike = likeness[row][column]
                skipped = max(best[row + 1][column], best[row][column + 1])
                best[row][column] = max(skipped, best[row + 1][column + 1] + alike) if alike else skipped
        pairs = []
        row = column = 0
        while row < len(olds) and column < len(news):
            alike = likeness[row][column]
            if alike and best[row][column] == best[row + 1][column + 1] + alike:
                pairs.append((olds[row], news[column]))
                row, column = row + 1, column + 1
            elif best[row][column] == best[row + 1][column]:
                row += 1
            else:
                column += 1
        return pairs

    def likeness(self, one: int, other: int, least: float) -> float:
        """How alike two clauses are by words, 0 below `least`; of two equally alike, the one with the same number."""
        alike: float = Indel.normalized_similarity(self.old_words[one], self.new_words[other], score_cutoff=least)
        if not alike:
            return 0.0
        same_path = self.old[one].path and self.old[one].path == self.new[other].path
        return alike + (_SAME_PATH_BONUS if same_path else 0.0)

    def mutual_best(self, olds: Sequence[int], news: Sequence[int], least: float) -> list[Pair]:
        """Pairs in which each is the other's most alike among those that share rare runs of words."""
        best_old: dict[int, tuple[float, int]] = {}
        best_new: dict[int, tuple[float, int]] = {}
        for one, other in self.candidates(olds, news):
            alike = self.likeness(one, other, least)
            if alike > best_old.get(one, (0.0, 0))[0]:
                best_old[one] = (alike, other)
            if alike > best_new.get(other, (0.0, 0))[0]:
                best_new[other] = (alike, one)
        return [(one, other) for one, (_, other) in sorted(best_old.items()) if best_new[other][1] == one]

    def candidates(self, olds: Sequence[int], news: Sequence[int]) -> Iterator[Pair]:
        if len(olds) * len(news) <= _MOST_COMPARED:
            yield from ((one, other) for one in olds for other in news)
            return
        holding: dict[str, list[int]] = {}
        for at in olds:
            for run in _runs(self.old_words[at]):
                holding.setdefault(run, []).append(at)
        for other in news:
            shared = Counter(
                at
                for run in _runs(self.new_words[other])
                if len(holders := holding.get(run, ())) <= _RARE
                for at in holders
            )
            yield from ((one, other) for one, _ in shared.most_common(_CANDIDATES))

    def same_path(self, olds: Sequence[int], news: Sequence[int]) -> list[Pair]:
        """For gaps in which no words are rare: the same number, at least half alike."""
        where = {self.new[at].path: at for at in news if self.new[at].path}
        pairs = [(at, where[self.old[at].path]) for at in olds if self.old[at].path in where]
        return _longest_rising([pair for pair in pairs if self.likeness(*pair, SAME_PLACE)])

    def move_alike(self) -> None:
        """What is left on both sides and very much alike has moved, the most alike first."""
        left_old, left_new = self.left()
        olds = [at for at in left_old if len(self.old_words[at]) >= _WORDS_OF_A_MOVE]
        news = [at for at in left_new if len(self.new_words[at]) >= _WORDS_OF_A_MOVE]
        if not olds or not news:
            return
        scored = [(self.likeness(one, other, MOVED), one, other) for one, other in self.candidates(olds, news)]
        taken_old: set[int] = set()
        taken_new: set[int] = set()
        for alike, one, other in sorted(scored, key=lambda scored: (-scored[0], scored[1:])):
            if alike and one not in taken_old and other not in taken_new:
                taken_old.add(one)
                taken_new.add(other)
                self.moved.append((one, other))


def longest_in_common(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Pair]:
    """The positions of the longest sequence that two lists have in common."""
    for alike in Indel.editops(old, new).as_matching_blocks():
        yield from zip(range(alike.a, alike.a + alike.size), range(alike.b, alike.b + alike.size), strict=True)


class _Words:
    """Texts as strings of one sign a word, so that likeness is counted in words at the speed of characters.

    Most clauses are found by their exact text and never need it, so that each is made when it is asked for.
    """

    def __init__(self, entries: Sequence[Entry], sign_of: dict[str, str]) -> None:
        self._entries = entries
        self._sign_of = sign_of
        self._made: dict[int, str] = {}

    def __getitem__(self, at: int) -> str:
        made = self._made.get(at)
        if made is None:
            words = [token for token in tokens(self._entries[at].text) if not token.isspace()]
            made = self._made[at] = "".join(map(self._sign, words[:_WORDS_COMPARED]))
        return made

    def _sign(self, token: str) -> str:
        sign = self._sign_of.get(token)
        if sign is None:
            # The number of signs is bounded; texts with more different words than that share some.
            sign = self._sign_of[token] = chr(len(self._sign_of) % 0x10F000)
        return sign


def _unique(
    entries: Sequence[Entry], positions: Iterable[int], key_of: _KeyOf, free: Sequence[bool]
) -> dict[Hashable, int]:
    """Where each key that occurs once among these positions is."""
    where: dict[Hashable, int] = {}
    repeated: set[Hashable] = set()
    for at in positions:
        key = key_of(entries[at]) if free[at] else None
        if key is None:
            continue
        if key in where:
            repeated.add(key)
        where[key] = at
    for key in repeated:
        del where[key]
    return where


def _longest_rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest sequence of these pairs (sorted by their first) whose seconds rise (Fredman 1975)."""
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for index, (_, at) in enumerate(pairs):
        length = bisect_left(ends, at)
        before.append(chain[length - 1] if length else -1)
        if length == len(ends):
            ends.append(at)
            chain.append(index)
        else:
            ends[length], chain[length] = at, index
    rising: list[Pair] = []
    index = chain[-1] if chain else -1
    while index >= 0:
        rising.append(pairs[index])
        index = before[index]
    return rising[::-1]


def _between(olds: Sequence[int], news: Sequence[int], pairs: Sequence[Pair]) -> list[tuple[list[int], list[int]]]:
    """What is left of a gap on both sides of, and between, the pairs found in it."""
    left = []
    old_from = new_from = -1
    for old_to, new_to in (*pairs, (olds[-1] + 1, news[-1] + 1)):
        between_old = list(olds[bisect_left(olds, old_from + 1) : bisect_left(olds, old_to)])
        between_new = list(news[bisect_left(news, new_from + 1) : bisect_left(news, new_to)])
        if between_old and between_new:
            left.append((between_old, between_new))
        old_from, new_from = old_to, new_to
    return left


def _runs(words: str) -> Iterator[str]:
    """Every run of three words; a shorter text is one run."""
    if len(words) < 3:
        return iter((words,))
    return (words[at : at + 3] for at in range(len(words) - 2))
