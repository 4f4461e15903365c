"""What each body's costs are: one figure, a range, days of effort, a stated nothing, or a figure still to come."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from voting.documents.report.blocks import Block, BlockKind, Sentence, text_of
from voting.documents.report.solutions import kind_of_solution, number_of_solution
from voting.documents.report.texts import Found, Group, PartText, grouped, is_title, with_role
from voting.domain.modifications.report.roles import PartRole
from voting.domain.modifications.report.values import Cost
from voting.domain.modifications.report.written_amounts import WrittenAmount, find_amounts, find_effort, says_about

_HEADING = re.compile(
    r"(?P<body>(?:[A-Z][A-Za-z’'-]*|and|other|of)(?:\s(?:[A-Z][A-Za-z’'-]*|and|other|of|to)){0,5}?)"
    r"(?:\s(?:[Ii]mplementation|[Ss]ystem|[Cc]entral|[Ee]stimated|[Oo]perational|[Oo]ngoing|[Aa]nnual|[Ss]upport)){0,2}"
    r"\s(?:[Cc]osts?|[Ee]ffort)(?:\s(?:and|&)\s[a-z]{1,20})?(?P<more>\s?[(–—:-].{0,60})?"
)
_BODY_IN_SENTENCE = re.compile(
    r"\b(?:(?P<dcc>DCC|Data Communications Company)|(?P<secas>SECAS|Code Administrator)"
    r"|(?P<party>(?:SEC )?Part(?:y|ies)|Suppliers?|Network Operators?))\b"
)
_NAMES = {
    "Supplier": "Suppliers",
    "SEC Party": "SEC Parties",
    "Party": "SEC Parties",
    "Parties": "SEC Parties",
    "SEC Parties": "SEC Parties",
}
# Words before "costs" that are no body: those of a general heading, and those of the header of a table.
_GENERAL = frozenset(
    (
        *(
            "implementation",
            "estimated",
            "total",
            "breakdown of",
            "other",
            "summary of",
            "breakdown",
            "the",
            "activity",
        ),
        *(
            "item",
            "component",
            "phase",
            "stage",
            "description",
            "service",
            "element",
            "area",
            "testing",
            "party",
            "body",
        ),
        *("organisation", "project phase", "proposed solution", "alternative solution"),
    )
)
_NOTHING = re.compile(
    r"\b(?:no|nil|zero)\b.{0,60}\bcosts?\b|\bcosts?\b.{0,60}\b(?:nil|zero|not (?:expected|anticipated) to be any)\b"
    r"|\bnot\b.{0,40}\b(?:any|incur|result in|have)\b.{0,30}\bcosts?\b|\bcosts?\s(?:is|are|of|will be)\s£0(?:\.00)?\b"
    r"|\bcost[- ]neutral\b",
    re.IGNORECASE,
)
_ONLY_SOME = re.compile(r"\b(?:further|additional|other|ongoing|material|significant|more|extra)\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:grand |overall )?total\b", re.IGNORECASE)
_APART = re.compile(
    r"\balternative\b|\bper (?:year|annum|month)\b|\bannual(?:ly)?\b|\beach year\b|\ba year\b|\bongoing\b|\boption\b"
    r"|\bsolution (?:[2-9]|[B-Z])\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\bTBC\b|\bto be (?:confirmed|determined|provided|assessed)\b|\bnot yet (?:known|been)\b|\bunknown\b",
    re.IGNORECASE,
)


def read_costs(parts: Sequence[PartText]) -> tuple[Found[Cost], ...]:
    """The costs by body, in the order of the report.

    A body has one row: its total where a table or sentence gives one, else what its first figure says. What is another
    cost (of an Alternative, or by the year) has a row of its own. A stated nothing is an amount of 0.
    """
    found: list[Found[Cost]] = []
    for part in with_role(parts, PartRole.COSTS):
        for share in _shares(part.blocks):
            body = _body(share.group.heading)
            rows = _rows_of_sentences(share.group) if body is None else _rows(body, share.group)
            found.extend(_under(share.solution, row) for row in rows)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Share:
    """What stands under the heading of one body, and under that of one solution where there is one."""

    solution: Block | None
    group: Group


def _shares(blocks: tuple[Block, ...]) -> Iterable[_Share]:
    """The blocks by body and solution; the outer of the two headings, which comes first, ends the inner."""
    solution: Block | None = None
    body: Block | None = None
    solutions_are_outer: bool | None = None
    for group in grouped(blocks, _is_heading):
        heading = group.heading
        if heading is not None and _body(heading) is not None:
            solutions_are_outer = bool(solutions_are_outer)
            body, solution = heading, solution if solutions_are_outer else None
        elif heading is not None:
            solutions_are_outer = solutions_are_outer is None or solutions_are_outer
            solution, body = heading, None if solutions_are_outer else body
        yield _Share(solution, Group(body, group.blocks))


def _is_heading(block: Block) -> bool:
    if kind_of_solution(block) is not None or _body(block) is not None:
        return True
    # "Solution 2: £40,000" is a row of a table and no heading.
    return number_of_solution(block) is not None and not find_amounts(block.text)


def _under(solution: Block | None, row: Found[Cost]) -> Found[Cost]:
    """The row with the solution it belongs to before its words."""
    if solution is None:
        return row
    return Found(replace(row.value, text=f"{solution.text}\n\n{row.value.text}"), (solution.whole, *row.passages))


def _body(block: Block | None) -> str | None:
    """The body whose costs a heading announces."""
    if block is None or not is_title(block) or find_amounts(block.text):
        return None
    found = _HEADING.fullmatch(block.text)
    if found is None or found["body"].casefold() in _GENERAL or found["body"].casefold().startswith("breakdown"):
        return None
    name = re.sub(r"^(?:the|total|estimated)\s|[’']s?$", "", found["body"], flags=re.IGNORECASE)
    return _NAMES.get(name, name)


def _rows(body: str, group: Group) -> Iterable[Found[Cost]]:
    if not group.blocks:
        return
    statements = [(block, sentence) for block in group.blocks for sentence in block.sentences]
    figures = [pair for pair in statements if _is_figure(pair[1].text)]
    if not figures:
        yield Found(_without_figure(body, group), group.passages)
        return
    kept = _kept(figures)
    for at, (block, sentence) in enumerate(kept):
        # A body's main row shows the whole passage on its costs; a row of a table without a total shows itself.
        is_main = at == 0 and (len(kept) == 1 or not is_title(block) or _TOTAL.search(sentence.text) is not None)
        text = text_of(group.blocks) if is_main else sentence.text
        yield Found(_cost(body, sentence, text), group.passages if is_main else (sentence.passage,))


def _rows_of_sentences(group: Group) -> Iterable[Found[Cost]]:
    """The costs that sentences give without a heading: each names its body."""
    seen: set[str] = set()
    for block in group.blocks:
        for sentence in block.sentences:
            named = _BODY_IN_SENTENCE.search(sentence.text)
            says = _is_figure(sentence.text) or _NOTHING.search(sentence.text)
            if named is None or not says or _named_body(named) in seen:
                continue
            seen.add(_named_body(named))
            if _is_figure(sentence.text):
                yield Found(_cost(_named_body(named), sentence, sentence.text), (sentence.passage,))
            else:
                yield Found(Cost(_named_body(named), amount_gbp=Decimal(0), text=sentence.text), (sentence.passage,))


def _named_body(found: re.Match[str]) -> str:
    if found["dcc"]:
        return "DCC"
    return "SECAS" if found["secas"] else "SEC Parties"


def _is_figure(text: str) -> bool:
    return bool(find_amounts(text) or find_effort(text)) and _NOTHING.search(text) is None


def _kept(figures: list[tuple[Block, Sentence]]) -> list[tuple[Block, Sentence]]:
    """The statements that are costs of their own: the total, or the first; then those of another thing or by the year.

    The rows of a table under a total are its breakdown; without a total each row is a cost.
    """
    table = [pair for pair in figures if pair[0].kind is BlockKind.LINE]
    prose = [pair for pair in figures if pair[0].kind is not BlockKind.LINE]
    apart = [pair for pair in prose if _APART.search(pair[1].text)]
    totals = [pair for pair in (*prose, *table) if _TOTAL.search(pair[1].text) and pair not in apart]
    main = totals[:1] or [pair for pair in prose if pair not in apart][:1] or table
    stated = {figure for pair in main for figure in _figures(pair[1].text)}
    others = [pair for pair in (*totals, *apart) if pair not in main and not _figures(pair[1].text) & stated]
    return [*main, *others]


def _figures(text: str) -> frozenset[Decimal]:
    return frozenset(figure for amount in find_amounts(text) for figure in amount.figures)


def _cost(body: str, sentence: Sentence, text: str) -> Cost:
    amounts = find_amounts(sentence.text)
    effort = find_effort(sentence.text)
    amount = _telling(sentence.text, amounts)
    about = says_about(sentence.text)
    days = effort[0].days if effort else None
    if amount is None:
        return Cost(body, effort_days=days, approximate=about or bool(effort and days is None), text=text)
    return Cost(
        body,
        effort_days=days,
        amount_gbp=amount.exact,
        min_gbp=amount.lowest,
        max_gbp=amount.highest,
        approximate=amount.approximate or about,
        text=text,
    )


def _telling(text: str, amounts: tuple[WrittenAmount, ...]) -> WrittenAmount | None:
    """The amount that is the cost: in a table's total row the last, in a sentence the first or the one called total."""
    if not amounts:
        return None
    total = _TOTAL.search(text)
    if total is not None:
        after = [amount for amount in amounts if amount.start > total.start()]
        return after[-1] if after and len(text) < 120 else (after or list(amounts))[0]
    return amounts[0]


def _without_figure(body: str, group: Group) -> Cost:
    text = text_of(group.blocks)
    nothing = any(
        _NOTHING.search(sentence.text) and not _ONLY_SOME.search(sentence.text)
        for block in group.blocks
        for sentence in block.sentences
    )
    if nothing and _TO_COME.search(text) is None:
        return Cost(body, amount_gbp=Decimal(0), text=text)
    return Cost(body, approximate=says_about(text), text=text)
