"""Pages, an answer and a vote against a bare Flask route and a bare insert, at two sizes of other people's data.

A bare route renders one line from a template. A bare insert is one row of one column, added to a session of the same
engine and committed; a bare statement does that without a session; a bare insert's route inserts and answers. All of it
in one process and one run, in processor time. What a page asks of the database is counted: its statements may be eight,
sign-in and all, and its rows may not grow with what other people answered and voted.
"""

import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

import sqlalchemy as sa
import time_machine
from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.benchmarks.house import ANSWERERS, VIEWER, VOTERS, House
from tests.benchmarks.measuring import ROUNDS, UNTIMED, Request, medians
from tests.builders.ballots import DURING, choice
from tests.builders.consultations import instant
from tests.counting import counted
from voting.db import Database
from voting.services.ballots import cast_vote

SIZES = (10, 1_000)
MOST_STATEMENTS = 8
# What a line is compared with.
ROUTE, INSERT, STATEMENT, INSERT_ROUTE = "bare route", "bare insert", "bare statement", "bare insert's route"
# The bars of the issue, by the words of the lines that they are about.
BARS = {"observation, public": 15.0, "observation": 15.0, "a vote, the use case": 3.0}
AGAIN = "legal text, 1,000 clauses, kept by the browser"
# How often something is sent that can be sent once only: timed, untimed, and counted.
TIMES = ROUNDS + UNTIMED + 1


class BareBase(DeclarativeBase):
    """The one table that is none of ours."""


class BareRow(BareBase):
    """One row of one column."""

    __tablename__ = "bare_insert"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]


@dataclass(frozen=True)
class Line:
    """One line of the table: what is called, what it is compared with, and what it asks of the database."""

    call: Callable[[], object]
    against: str
    statements: int
    rows: int
    is_page: bool


def main() -> bool:
    """Print the table; whether every bar holds."""
    with (
        tempfile.TemporaryDirectory() as folder,
        time_machine.travel(instant(DURING), tick=True),
    ):
        houses = [House.built(Path(folder), others) for others in SIZES]
        tables = [_lines(house) for house in houses]
        bare = [_bare(house.world.database) for house in houses]
        calls: dict[str, Callable[[], object]] = {}
        for others, table, against in zip(SIZES, tables, bare, strict=True):
            calls |= {_at(others, words): line.call for words, line in table.items()}
            calls |= {_at(others, words): call for words, call in against.items()}
        spent = medians(calls)
    return _print(tables, spent)


def _print(tables: list[dict[str, Line]], spent: Mapping[str, float]) -> bool:
    for words in (ROUTE, INSERT, STATEMENT, INSERT_ROUTE):
        took = ", ".join(f"{spent[_at(others, words)] * 1_000:.2f} ms" for others in SIZES)
        print(f"{words}: {took}")
    heads = "".join(f"{others:>7,} others" for others in SIZES)
    print(f"\n{'times the bare route, or the bare insert':<52}{heads}   statements  rows")
    held = []
    for words in tables[0]:
        lines = [table[words] for table in tables]
        ratios = [
            spent[_at(others, words)] / spent[_at(others, line.against)]
            for others, line in zip(SIZES, lines, strict=True)
        ]
        found = _faults(words, ratios, lines)
        held.append(not found)
        against = "" if lines[0].against == ROUTE else f" / {lines[0].against}"
        rows = " to ".join(dict.fromkeys(str(line.rows) for line in lines))
        counts = f"{lines[-1].statements:>10}  {rows}"
        shown = "".join(f"{ratio:>14.1f}" for ratio in ratios)
        print(f"{words + against:<52}{shown}   {counts}{found}")
    return all(held)


def _at(others: int, words: str) -> str:
    return f"{others} {words}"


def _faults(words: str, ratios: list[float], lines: list[Line]) -> str:
    faults = []
    if max(ratios) > BARS.get(words, float("inf")):
        faults.append(f"more than {BARS[words]:g} times")
    if lines[0].is_page and max(line.statements for line in lines) > MOST_STATEMENTS:
        faults.append(f"more than {MOST_STATEMENTS} statements")
    if lines[0].is_page and len({line.rows for line in lines}) > 1:
        faults.append("rows grow")
    return f"   MISSED: {', '.join(faults)}" if faults else ""


def _lines(house: House) -> dict[str, Line]:
    lines = {}
    for words, path in house.addresses.items():
        for who, person in (("", VIEWER), (", public", None)):
            if person is None and words in ("own answer", "ballot"):
                continue
            page = house.get(path, person)
            lines[words + who] = _line(house, page, ROUTE, is_page=True)
            assert page.status == "200 OK", (words, page.status)
    text = house.get(house.addresses["legal text, 1,000 clauses"], VIEWER)
    text()
    kept = Request(text.app, {**text.environ, "HTTP_IF_NONE_MATCH": text.headers["ETag"]})
    lines[AGAIN] = _line(house, kept, ROUTE, is_page=True)
    assert kept.status.startswith("304"), kept.status
    lines["an answer, submitted"] = _line(house, _each(_answers(house)), INSERT_ROUTE)
    lines["a vote, pressed on the page"] = _line(house, _each(_votes(house)), INSERT_ROUTE)
    lines["a vote, the use case"] = _line(house, _casting(house), INSERT)
    lines["the same"] = replace(lines["a vote, the use case"], against=STATEMENT)
    return lines


def _line(house: House, call: Callable[[], object], against: str, *, is_page: bool = False) -> Line:
    # Counted the first time, when more is asked than later: a first look at a modification is written down.
    with counted(house.world.database) as asked:
        call()
    return Line(call, against, asked.statements, asked.rows, is_page)


def _each(requests: Iterator[Request]) -> Callable[[], None]:
    """Sends the next request each time; all are made before."""
    prepared = iter([next(requests) for _ in range(TIMES)])

    def send() -> None:
        request = next(prepared)
        request()
        assert request.status.startswith("303"), request.status

    return send


def _answers(house: House) -> Iterator[Request]:
    about = house.consultation.id
    forms = {}
    for party in ANSWERERS:
        page = f"/consultations/{about}/respond/{house.world.organisations[party]}"
        form = house.form(f"{page}/review", f"{party}_signatory", "/submit")
        forms[party] = (form.action, form.values)
    while True:
        for party, (action, values) in forms.items():
            yield house.post(action, values, f"{party}_signatory")


def _votes(house: House) -> Iterator[Request]:
    page = f"/ballots/{house.ballot.id}"
    said = {"choice_0": "approve", "objectives_0": "g", "reason_0": "It makes the Code clearer."}
    forms = {}
    for voter in VOTERS:
        token = house.form(page, voter, "/check").values["csrf_token"]
        forms[voter] = (f"{page}/seats/{house.ballot.seats[voter]}/votes", {**said, "csrf_token": token})
    while True:
        for voter, (action, values) in forms.items():
            yield house.post(action, values, voter)


def _casting(house: House) -> Callable[[], None]:
    """A vote as the edge casts it: lock, clock, rules, vote, receipt, mail, history, commit."""
    database, ballot = house.world.database, house.ballot
    turns = cycle([(house.world.actor(voter), ballot.seats[voter]) for voter in VOTERS])

    def cast() -> None:
        actor, seat_id = next(turns)
        with database.transaction(ballot.lock) as (session, now):
            cast_vote(
                session,
                actor=actor,
                now=now,
                ballot_id=ballot.id,
                seat_id=seat_id,
                choices={"proposed": choice("a")},
                intent=secrets.token_urlsafe(16),
            )

    return cast


def _bare(database: Database) -> dict[str, Callable[[], object]]:
    return {
        ROUTE: bare_route(),
        INSERT: bare_insert(database),
        STATEMENT: bare_statement(database),
        INSERT_ROUTE: bare_insert_route(database),
    }


def bare_route() -> Request:
    """A route that renders one line."""
    app = Flask("bare")
    app.jinja_loader = DictLoader({"bare.html": "<p>{{ words }}</p>"})
    app.add_url_rule("/", "bare", lambda: render_template("bare.html", words="Bare."))
    return Request.get(app, "/")


def bare_insert(database: Database) -> Callable[[], None]:
    """One row added to a session and committed."""
    BareBase.metadata.create_all(database.engine)

    def insert() -> None:
        with Session(database.engine) as session:
            session.add(BareRow(words="Bare."))
            session.commit()

    return insert


def bare_statement(database: Database) -> Callable[[], None]:
    """The same row by a statement made before, without a session, and committed: the least there is."""
    BareBase.metadata.create_all(database.engine)
    statement = sa.insert(BareRow)

    def insert() -> None:
        with database.engine.begin() as connection:
            connection.execute(statement, {"words": "Bare."})

    return insert


def bare_insert_route(database: Database) -> Request:
    """A route that adds one row, commits it, and answers."""
    insert, app = bare_insert(database), Flask("bare insert")

    def answer() -> str:
        insert()
        return "Recorded."

    app.add_url_rule("/", "insert", answer, methods=["POST"])
    return Request.post(app, "/", {"words": "Bare."})
