"""The workbook of the answers to a consultation as one reader may read them: Cover, Summary, Responses, Respondents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from exports.cells import Value
from exports.packing import Canonical, fingerprint
from exports.sheets import Book, Row, Sheet, as_at_in_words, both_clocks, classification_line
from voting.domain.calendar import instant_in_words
from voting.domain.confidentiality import (
    Classification,
    Confidentiality,
    ItemFacts,
    ItemKind,
    Reading,
    export_classification,
    item_classification,
)
from voting.domain.consultations import ConsultationState, ReturnState
from voting.domain.dispositions import DispositionKind
from voting.domain.labels import label
from voting.domain.responses import ApprovalPosition, DraftingPosition, Position, TargetKind, YesNo
from voting.domain.workbooks import RESPONDENTS, RESPONSES, SUMMARY, Column, ColumnKind, Profile
from voting.queries.consultations import AskedQuestion, target_order
from voting.queries.responses import ReadableAnswers, ReadableItem, ReadableRespondent, ReadableTarget

NAME_WITHHELD = "Name withheld"
WITHHELD = "Withheld by the respondent"
_POSITIONS: tuple[Position, ...] = (*YesNo, *ApprovalPosition, *DraftingPosition)
_COVER_WIDTHS = (36, 100)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table to be written: its sheet's name, its columns and its rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def canonical(self) -> Canonical:
        headings = [column.heading for column in self.columns]
        return self.name, headings, [[row[column.key] for column in self.columns] for row in self.rows]


def responses_workbook(
    answers: ReadableAnswers,
    *,
    as_at: datetime,
    address: str,
    profile: Profile,
    questions: Sequence[AskedQuestion] = (),
) -> bytes:
    """The workbook of what `answers` holds, which its viewer may read: nothing is added and nothing is hidden in it.

    `address` is the page that shows the same; `questions` gives the words of what was asked. The bytes depend on the
    arguments alone.
    """
    items = tuple(item for item in answers.items if item.counts)
    tables = (
        _summary(items, {question.id: question.text for question in questions}),
        _Table("Responses", RESPONSES, tuple(_rows_of_items(items))),
        _Table("Respondents", RESPONDENTS, tuple(map(_row_of_respondent, answers.respondents))),
    )
    classification = responses_classification(answers)
    about = answers.consultation
    book = Book(profile, address)
    cover = book.sheet("Cover", _COVER_WIDTHS)
    sheets = [_written(book, table, f"{table.name}: {about.title}") for table in tables]
    cover.title(f"{about.modification_number}: responses to {about.title}")
    _facts(cover, answers, classification, as_at)
    _counts(cover, answers, items, len(tables[1].rows))
    cover.heading("Contents")
    for sheet, words in zip(sheets, _CONTENTS, strict=True):
        cover.link(sheet.name, words, sheet)
    cover.heading("How to read it")
    for words, meaning in _LEGEND:
        cover.pair(words, meaning)
    cover.heading("Fingerprint")
    cover.pair("SHA-256 of the data", fingerprint([table.canonical for table in tables]))
    cover.pair("What it covers", "The tables of this workbook. It is the same whenever the same data are downloaded.")
    book.list_cut_texts(cover)
    return book.as_bytes(as_at=as_at, title=f"{about.modification_number}: responses to {about.title}")


def responses_classification(answers: ReadableAnswers) -> Classification:
    """The class that a workbook of these answers carries: the highest of what is in it."""
    is_published = answers.consultation.state is ConsultationState.PUBLISHED
    choices = {
        one.organisation_id: one.confidentiality for one in answers.respondents if one.organisation_id is not None
    }
    parts = [
        item_classification(_facts_of(item, choices), item.reading, is_published=is_published)
        for item in answers.items
        if item.counts
    ]
    # An organisation that is not linked yet is named as it signed, which may be a person's name.
    has_contacts = any(one.organisation and one.organisation_id is None for one in answers.respondents)
    names = [_class_of_name(one, is_published=is_published) for one in answers.respondents]
    empty = Classification.WHITE if is_published else Classification.AMBER
    return export_classification((empty, *parts, *names), has_contact_details=has_contacts)


def _facts_of(item: ReadableItem, choices: Mapping[int, Confidentiality | None]) -> ItemFacts:
    of_response = choices.get(item.organisation_id) if item.organisation_id is not None else None
    return ItemFacts(
        organisation_id=item.organisation_id,
        kind=ItemKind.SUBMITTED,
        response_choice=of_response or item.confidentiality,
        item_choice=item.confidentiality,
    )


def _class_of_name(one: ReadableRespondent, *, is_published: bool) -> Classification:
    """A name beside an anonymous answer is for SECAS, the Authority and its owner, also where there is no item."""
    if one.organisation is not None and one.confidentiality is Confidentiality.ANONYMOUS:
        return Classification.RED
    return Classification.WHITE if is_published else Classification.AMBER


def _summary(items: Sequence[ReadableItem], asked: Mapping[int, str]) -> _Table:
    by_target: dict[ReadableTarget, list[ReadableItem]] = {}
    for item in items:
        for target in item.targets:
            by_target.setdefault(target, []).append(item)
    positions = [one for one in _POSITIONS if any(item.position is one for item in items)]
    replies = [kind for kind in DispositionKind if any(item.reply and item.reply.kind is kind for item in items)]
    counts = (
        *(Column(f"position_{one.value}", label(one), 13, ColumnKind.NUMBER) for one in positions),
        Column("no_position", "No position shown", 13, ColumnKind.NUMBER),
        *(Column(f"reply_{one.value}", f"Reply: {label(one)}", 13, ColumnKind.NUMBER) for one in replies),
        Column("no_reply", "No reply shown", 13, ColumnKind.NUMBER),
    )
    rows = []
    for target in sorted(by_target, key=target_order):
        held = by_target[target]
        row: dict[str, Value] = {
            "kind": label(target.kind),
            "document": target.document_code,
            "place": target.words,
            "asked": asked.get(target.id) if target.kind is TargetKind.QUESTION else None,
            "points": len(held),
            "no_position": sum(item.position is None for item in held),
            "no_reply": sum(item.reply is None for item in held),
        }
        row |= {f"position_{one.value}": sum(item.position is one for item in held) for one in positions}
        row |= {
            f"reply_{one.value}": sum(item.reply is not None and item.reply.kind is one for item in held)
            for one in replies
        }
        rows.append(row)
    return _Table("Summary", (*SUMMARY, *counts), tuple(rows))


def _rows_of_items(items: Iterable[ReadableItem]) -> Iterable[Row]:
    for item in items:
        of_item = _row_of_item(item)
        for target in item.targets:
            yield of_item | {
                "kind": label(target.kind),
                "document": target.document_code,
                "place": None if target.kind is TargetKind.CLAUSE else target.words,
                "clause": target.clause_label,
            }


def _row_of_item(item: ReadableItem) -> dict[str, Value]:
    is_blank = item.reading is Reading.DECLARED_BLANK
    utc, uk = both_clocks(item.submitted_at)
    return {
        "key": item.key,
        "organisation": item.organisation or NAME_WITHHELD,
        "category": label(item.category) if item.category else None,
        "voting_group": item.voting_group,
        "also_for": item.also_for,
        "position": label(item.position) if item.position else None,
        "chosen": item.chosen,
        "comment": WITHHELD if is_blank else item.comment,
        "own_wording": item.own_wording,
        "objectives": ", ".join(item.objectives),
        "confidentiality": label(item.confidentiality),
        "reading": label(item.reading),
        "submitted_utc": utc,
        "submitted_uk": uk,
        "version": item.version,
        "route": label(item.route) if item.route else None,
        **_reply(item),
    }


def _reply(item: ReadableItem) -> dict[str, Value]:
    reply = item.reply
    if reply is None:
        return {"disposition": None, "reason": None, "decided_by": None, "hunks": None}
    return {
        "disposition": label(reply.kind),
        "reason": reply.detail,
        "decided_by": label(reply.decided_by) if reply.decided_by else None,
        "hunks": ", ".join(reply.hunk_keys),
    }


def _row_of_respondent(one: ReadableRespondent) -> Row:
    utc, uk = both_clocks(one.submitted_at)
    ruling = {None: "waits for SECAS's ruling" if one.is_late else None, True: "admitted", False: "not admitted"}
    return {
        "organisation": one.organisation or NAME_WITHHELD,
        "kind": label(one.kind) if one.kind else None,
        "category": label(one.category) if one.category else None,
        "voting_group": one.voting_group,
        "also_for": one.also_for,
        "state": label(one.state),
        "confidentiality": label(one.confidentiality) if one.confidentiality else None,
        "rest": "No comment" if one.no_comment_on_the_rest else None,
        "submitted_utc": utc,
        "submitted_uk": uk,
        "version": one.version,
        "route": label(one.route) if one.route else None,
        "counts": "yes" if one.counts else "no",
        "ruling": ruling[one.admitted],
        "ruling_reason": one.ruling_reason,
        "receipt": one.receipt,
    }


def _written(book: Book, table: _Table, title: str) -> Sheet:
    sheet = book.sheet(table.name, [column.width for column in table.columns])
    sheet.title(title)
    sheet.note(_NOTES[table.name])
    sheet.table(f"{table.name}Table", table.columns, table.rows, nothing="Nothing to show: there is no row.")
    return sheet


def _facts(cover: Sheet, answers: ReadableAnswers, classification: Classification, as_at: datetime) -> None:
    about = answers.consultation
    cover.pair("Classification", classification_line(classification))
    cover.pair("Modification", f"{about.modification_number} {about.modification_title}")
    cover.pair("Consultation", about.title)
    cover.pair("Kind", label(about.kind))
    cover.pair("State", label(about.state))
    cover.pair("Closed", instant_in_words(about.closes_at))
    cover.pair("Published", instant_in_words(about.published_at) if about.published_at else "Not published yet")
    cover.pair("Data as at", as_at_in_words(as_at))
    cover.pair("Filters", "None: every point that counts, as far as the reader of this workbook may read it")
    cover.pair("In the platform", cover.book.address)


def _counts(cover: Sheet, answers: ReadableAnswers, items: Sequence[ReadableItem], rows: int) -> None:
    counting = [one for one in answers.respondents if one.counts]
    answered = [one for one in counting if one.state is ReturnState.SUBMITTED]
    named = sum(one.organisation is not None for one in answered)
    cover.heading("Counts")
    cover.pair("Rows on Respondents", len(answers.respondents))
    cover.pair("   answered", len(answered))
    cover.pair("      with a name", named)
    cover.pair("      name withheld", len(answered) - named)
    cover.pair("   sent no response", len(counting) - len(answered))
    cover.pair("   not counted", len(answers.respondents) - len(counting))
    cover.pair("Points that count", len(items))
    for reading in (Reading.FULL, Reading.WITHOUT_NAME, Reading.PUBLIC_VERSION, Reading.DECLARED_BLANK):
        cover.pair(f"   {label(reading)}", sum(item.reading is reading for item in items))
    more = sum(len(item.targets) - 1 for item in items)
    cover.pair("Further places of the same points", more)
    cover.pair("Rows on Responses", rows)
    if left_out := len(answers.items) - len(items):
        cover.pair("Points left out, not counted", left_out)


_CONTENTS = (
    "What was said on each question, observation and clause: how many points, by position and by reply",
    "Every point, with a row for each place that it is about",
    "Who answered, and what became of late answers",
)
_NOTES = {
    "Summary": "A row for each question, observation and clause spoken on. A point on several counts on each.",
    "Responses": "A row for each point and place that it is about. An empty cell: nothing was said there.",
    "Respondents": "A row for each organisation. An empty cell: not applicable, or not for this reader.",
}
_LEGEND = (
    (
        NAME_WITHHELD,
        "The respondent chose to answer without its name; SECAS and the Authority are told it.",
    ),
    (WITHHELD, "The respondent restricted who reads this text and gave no version for publication."),
    ("version for publication", "The text itself is confidential; this is what the respondent gave for everybody."),
    ("Empty cell", "Nothing was said there, it does not apply, or it would tell a name that is withheld."),
    ("Clause numbers", "They are text, so that 8.10 stays 8.10."),
)
