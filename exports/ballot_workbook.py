"""The workbook of a Change Board vote: the result with its table, sentences, derivation and chart, and the votes."""

from collections.abc import Iterable
from datetime import datetime

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel

from exports.cells import Value
from exports.packing import Canonical, fingerprint
from exports.sheets import Book, Row, Sheet, as_at_in_words, both_clocks, classification_line
from voting.domain.calendar import day_in_words, instant_in_words
from voting.domain.labels import label
from voting.domain.workbooks import BOARD_TABLE, VOTES, Column, Profile
from voting.queries.ballots.views import CategoryRow, OptionResult, ResultView, SeatView, VoteView

NAMED_VOTES_ARE_GREEN = (
    "Named votes and their reasons are Green: sign in to download them. The counts of each category are on Result."
)
_CHART_FROM, _CHART_TO = "approve", "silent"
_COLOURS = ("7FBFA8", "F0A58F", "B8B0E0", "D5D9DF")


def ballot_workbook(result: ResultView, *, as_at: datetime, address: str) -> bytes:
    """The workbook of a result as its viewer may read it; `address` is the page that shows the same.

    Votes stand in it by name only where the view holds them. The bytes depend on the arguments alone.
    """
    title = f"{result.modification_number}: {'result' if result.is_published else 'count'} of the Change Board vote"
    book = Book(Profile.WORKING, address)
    sheet = book.sheet("Result", [column.width for column in BOARD_TABLE])
    votes = book.sheet("Votes", [column.width for column in VOTES])
    board, cast = tuple(_board_rows(result)), tuple(_vote_rows(result))
    sheet.title(title)
    _facts(sheet, result, as_at)
    _outcome(sheet, result)
    sheet.heading("Votes by category")
    rows = sheet.table("ResultTable", BOARD_TABLE, board, nothing="No category was put to the vote.", freeze=False)
    if rows:
        _charts(sheet, result, rows)
    _derivation(sheet, result)
    _votes(votes, result, cast, title)
    sheet.heading("Fingerprint")
    sheet.pair("SHA-256 of the data", fingerprint(_canonical(result, board, cast)), spread=True)
    book.list_cut_texts(sheet, spread=True)
    return book.as_bytes(as_at=as_at, title=title)


def _facts(sheet: Sheet, result: ResultView, as_at: datetime) -> None:
    sheet.pair("Classification", classification_line(result.classification), spread=True)
    sheet.pair("Modification", f"{result.modification_number} {result.modification_title}", spread=True)
    sheet.pair("Question", result.question, spread=True)
    sheet.pair("Kind", ", ".join(filter(None, (label(result.kind), result.occasion))), spread=True)
    sheet.pair("On", f"Modification Report, version {result.report_number}", spread=True)
    for words, at in (("Opened", result.opened_at), ("Closed", result.closed_at), ("Published", result.published_at)):
        sheet.pair(words, instant_in_words(at) if at else "Not yet", spread=True)
    sheet.pair("Rules", f"{result.rule_set_name}, version {result.rule_set_version}", spread=True)
    sheet.pair("Are the rules confirmed", result.rule_set_confirmation, spread=True)
    sheet.pair("Data as at", as_at_in_words(as_at), spread=True)
    sheet.pair("In the platform", sheet.book.address, spread=True)


def _outcome(sheet: Sheet, result: ResultView) -> None:
    sheet.heading("Outcome")
    sheet.pair("The Change Board", label(result.outcome), spread=True)
    for option in result.options:
        for words, sentence in (
            (option.option.title, option.outcome_sentence.text),
            ("Why", option.why.text),
            ("What happens next", option.next_step.text),
        ):
            sheet.pair(words, sentence, spread=True)
    for words, text in (
        ("Preferred solution", result.preference_sentence),
        ("Implementation", result.implementation_sentence),
        ("Referral to the Authority", _referral(result)),
        ("The chair's decision", result.chair_evidence),
    ):
        if text:
            sheet.pair(words, text, spread=True)
    for one in result.corrections:
        solution = f", {one.solution}" if one.solution else ""
        now_is = f" The result is now: {label(one.outcome)}{solution}." if one.outcome is not None else ""
        sheet.pair("Correction", f"{instant_in_words(one.recorded_at)}: {one.text}{now_is}", spread=True)
    attempts = (
        f"{result.attempts} attempts to vote: {result.final} count, {result.superseded} were replaced by a later vote, "
        f"{result.withdrawn} were withdrawn, {result.refused} were refused."
    )
    sheet.pair("Votes received", attempts, spread=True)


def _referral(result: ResultView) -> str:
    return f"Possible until {day_in_words(result.referral_ends_on)}." if result.referral_ends_on else ""


def _board_rows(result: ResultView) -> Iterable[Row]:
    for option in result.options:
        for row in option.rows:
            yield _board_row(option, row)


def _board_row(option: OptionResult, row: CategoryRow) -> dict[str, Value]:
    return {
        "option": option.option.title,
        "category": label(row.category),
        "seats": row.seats,
        "vacant": row.vacant,
        "recused": row.recused,
        "approve": row.approve,
        "reject": row.reject,
        "abstain": row.abstain,
        "silent": row.silent,
        "set_aside": row.set_aside,
        "need": row.need,
        "quorum": "met" if row.quorum_met else "not met",
        "finding": label(row.finding),
        "outcome": label(row.outcome),
    }


def _charts(sheet: Sheet, result: ResultView, rows: range) -> None:
    """A chart for each solution: the votes of each category, with their numbers, since colour alone tells nothing."""
    places = {column.key: place for place, column in enumerate(BOARD_TABLE, start=1)}
    first = rows.start
    sheet.next_page()
    for number, option in enumerate(result.options, start=1):
        last = first + len(option.rows) - 1
        chart = BarChart()
        chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
        chart.title = f"Votes by category: {option.option.title}"
        chart.height, chart.width = 4 + 1.2 * len(option.rows), 26
        for place in range(places[_CHART_FROM], places[_CHART_TO] + 1):
            # The heading stands above the first solution's rows, whichever solution the chart is of.
            counts = Reference(sheet.worksheet, min_col=place, min_row=first, max_row=last)
            chart.add_data(counts, titles_from_data=False)
        _name_series(chart, sheet, rows, places[_CHART_FROM])
        chart.set_categories(Reference(sheet.worksheet, min_col=places["category"], min_row=first, max_row=last))
        chart.x_axis.scaling.orientation = "maxMin"
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.y_axis.majorUnit, chart.y_axis.number_format = 1, "0"
        chart.legend.position = "b"
        sheet.worksheet.add_chart(chart, f"A{sheet.at}")
        sheet.book.chart_words[number] = _chart_words(option)
        sheet.at += int(chart.height * 2) + 1
        first = last + 1


def _name_series(chart: BarChart, sheet: Sheet, rows: range, place: int) -> None:
    for offset, series in enumerate(chart.series):
        heading = sheet.worksheet.cell(rows.start - 1, place + offset)
        series.tx = SeriesLabel(strRef=StrRef(f"'{sheet.name}'!{heading.coordinate}"))
        series.graphicalProperties.solidFill = _COLOURS[offset]
        series.dLbls = _only_numbers()


def _only_numbers() -> DataLabelList:
    """The number in each bar and nothing beside it; none where it is 0. What is not refused here, some readers show."""
    return DataLabelList(
        numFmt="0;;",
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
    )


def _chart_words(option: OptionResult) -> str:
    said = "; ".join(
        f"{label(row.category)}: {row.approve} approve, {row.reject} reject, {row.abstain} abstain, "
        f"{row.silent} did not vote"
        for row in option.rows
    )
    return f"Bar chart of the votes by category on {option.option.title}. {said}."


def _derivation(sheet: Sheet, result: ResultView) -> None:
    sheet.heading("How the result follows from the votes")
    for number, sentence in enumerate(result.derivation, start=1):
        clause = f" ({sentence.clause})" if sentence.clause else ""
        sheet.pair(f"Step {number}", f"{sentence.text}{clause}", spread=True)


def _votes(sheet: Sheet, result: ResultView, rows: tuple[Row, ...], title: str) -> None:
    sheet.title(f"Votes. {title}")
    if result.votes_withheld:
        sheet.note(NAMED_VOTES_ARE_GREEN)
        return
    sheet.note("A row for each vote on record, and for each seat without one. A later vote replaces an earlier one.")
    sheet.table("VotesTable", VOTES, rows, nothing="There is no seat.")


def _vote_rows(result: ResultView) -> Iterable[Row]:
    if result.votes_withheld:
        return
    for option in result.options:
        for seat in result.seats:
            held = [one for one in result.votes if one.option == option.option.key and one.seat_id == seat.seat_id]
            yield from map(_vote_row, held)
            if not any(one.counts for one in held):
                yield _without_vote(option, seat)


def _vote_row(vote: VoteView) -> dict[str, Value]:
    utc, uk = both_clocks(vote.cast_at)
    return {
        "option": vote.option_title,
        "seat": vote.seat_name,
        "category": label(vote.category),
        "given_by": vote.given_by,
        "given_as": label(vote.given_as),
        "recorded_by": vote.recorded_by,
        "choice": label(vote.choice),
        "objectives": ", ".join(vote.objectives),
        "reason": vote.reason,
        "cast_utc": utc,
        "cast_uk": uk,
        "counts": "yes" if vote.counts else "no: replaced or withdrawn",
        "receipt": vote.receipt,
    }


def _without_vote(option: OptionResult, seat: SeatView) -> dict[str, Value]:
    why = "did not vote"
    if seat.holder is None:
        why = "vacant"
    elif seat.is_recused:
        why = "recused: interest declared"
    empty: dict[str, Value] = dict.fromkeys((column.key for column in VOTES), None)
    return empty | {
        "option": option.option.title,
        "seat": seat.name,
        "category": label(seat.category),
        "choice": why,
    }


def _canonical(result: ResultView, board: tuple[Row, ...], cast: tuple[Row, ...]) -> list[Canonical]:
    sentences = [
        [said.text, said.clause]
        for option in result.options
        for said in (option.outcome_sentence, option.why, option.next_step)
    ]
    steps = [[said.text, said.clause] for said in result.derivation]
    return [
        ("Result", *_as_data(BOARD_TABLE, board)),
        ("Outcome", ["Sentence", "Clause"], [[label(result.outcome), None], *sentences]),
        ("Derivation", ["Sentence", "Clause"], steps),
        ("Votes", *_as_data(VOTES, cast)),
    ]


def _as_data(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> tuple[list[str], list[list[Value]]]:
    return [column.heading for column in columns], [[row[column.key] for column in columns] for row in rows]
