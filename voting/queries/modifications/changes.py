"""What changed on a modification since somebody last looked, told from the dated rows themselves."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from voting.domain.labels import label
from voting.domain.modifications.lifecycle import RULES, Move
from voting.domain.people import Actor
from voting.queries.modifications.dossier import RECORDED_ACTS, DossierRow
from voting.queries.modifications.views import BallotLine, Change, ReportLine

Rows = Mapping[str, list[DossierRow]]


def changes_since(
    rows: Rows,
    since: datetime | None,
    now: datetime,
    *,
    viewer: Actor,
    reports: tuple[ReportLine, ...],
    ballots: tuple[BallotLine, ...],
) -> tuple[Change, ...]:
    """Every change after `since` that the viewer may know of and did not make by a move; the latest first."""
    if since is None:
        return ()
    found = [
        *_moves(rows.get("move", ()), viewer),
        *_reports(reports),
        *_documents(rows.get("document", ())),
        *_consultations(rows.get("consultation", ())),
        *_ballots(rows.get("ballot", ()), ballots),
        *_acts(rows.get("entry", ())),
    ]
    return tuple(sorted((one for one in found if since < one.at <= now), key=lambda one: one.at, reverse=True))


def _moves(rows: Iterable[DossierRow], viewer: Actor) -> Iterator[Change]:
    for row in rows:
        entered_at = row.instants[0]
        if entered_at is not None and (viewer.person_id is None or row.number != viewer.person_id):
            yield Change(entered_at, label(RULES[Move(row.kind)].events[0]), "move", row.id, row.words)


def _reports(reports: tuple[ReportLine, ...]) -> Iterator[Change]:
    for line in reports:
        if line.published_at is None:
            yield Change(line.created_at, f"Draft of report version {line.number} begun", "report", line.number)
        else:
            yield Change(
                line.published_at, f"Modification Report version {line.number} published", "report", line.number
            )


def _documents(rows: Iterable[DossierRow]) -> Iterator[Change]:
    for row in rows:
        if row.instants[1] is not None:
            words = f"Legal text of {row.code} published, version {row.place}"
            yield Change(row.instants[1], words, "legal_text", row.id, row.words)


def _consultations(rows: Iterable[DossierRow]) -> Iterator[Change]:
    for row in rows:
        opened_at, closes_at, published_at, withdrawn_at, _ = row.instants
        if opened_at is None:
            continue
        yield Change(opened_at, f"{row.words} opened", "consultation", row.id)
        if withdrawn_at is not None:
            yield Change(withdrawn_at, f"{row.words} withdrawn", "consultation", row.id)
        elif closes_at is not None:
            yield Change(closes_at, f"{row.words} closed", "consultation", row.id)
        if published_at is not None:
            yield Change(published_at, f"Answers published: {row.words}", "consultation", row.id)


def _ballots(rows: Iterable[DossierRow], ballots: tuple[BallotLine, ...]) -> Iterator[Change]:
    may_open = {line.id for line in ballots if line.may_open}
    for row in rows:
        opened_at, closes_at, closed_early_at, ended_at, published_at = row.instants
        if opened_at is None:
            continue
        about = "ballot" if row.id in may_open else ""
        yield Change(opened_at, "Change Board vote opened", about, row.id)
        if ended_at is not None:
            yield Change(ended_at, "Change Board vote ended without a result", about, row.id)
        elif closes_at is not None:
            yield Change(closed_early_at or closes_at, "Change Board vote closed", about, row.id)
        if published_at is not None:
            yield Change(published_at, "Result of the Change Board vote published", "result", row.id)


def _acts(rows: Iterable[DossierRow]) -> Iterator[Change]:
    for row in rows:
        if row.instants[0] is not None:
            yield Change(row.instants[0], RECORDED_ACTS[row.words], "", row.id)
