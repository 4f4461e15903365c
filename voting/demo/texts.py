"""The demonstration's legal text and registers of observations."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import sqlalchemy as sa

from voting.demo.annex_a import NAME, annex_a
from voting.demo.content import Table, has, read
from voting.demo.replay import Story
from voting.demo.scenarios import scenarios
from voting.documents.legal_text.comparison import redline_from_texts
from voting.documents.legal_text.to_word import redlined_docx
from voting.domain.errors import NotFound
from voting.domain.legal_text import HunkOwner, HunkState, LabelIndex, View, find_clauses
from voting.domain.observations import ObservationState
from voting.models.legal_text import TextImportFile
from voting.models.observations import ObservationRow
from voting.queries.legal_text.loading import redline_of, version_row
from voting.queries.observations.files import held_observations
from voting.services import legal_text, observations
from voting.services.legal_text import FileChoice, HandedIn

STEP = timedelta(minutes=1)
# How long before the hand-in the changes were made, and by whom Word says that they were.
DRAFTING = timedelta(days=2)
DRAFTER = "Illustrative drafter"
# Where a Word file begins, and nothing of one.
DAMAGED = b"PK\x03\x04 cut off in the mail"


def tell(story: Story, folder: str) -> None:
    """Tell of the register first, then of each document's drafts and publication."""
    number = read(f"{folder}/modification.toml")["number"]
    content = read(f"{folder}/documents.toml")
    documents = content["document"]
    first = min(story.dates.instant(row.get("published_first_at", row["published_at"])) for row in documents)
    register = read(f"{folder}/observations.toml") if has(f"{folder}/observations.toml") else {}
    noted = first - timedelta(hours=40)
    if register:
        story.at(noted, lambda: _observations(story, folder, number, documents, register, noted))
    if "later" in register:
        waits = story.dates.instant(register["later"]["at"])
        story.at(waits, lambda: _later_observations(story, folder, number, documents, register, waits))
    for row in documents:
        _document(story, folder, number, row, register)
    for row in content.get("handed_in", ()):
        when = story.dates.instant(row["at"])
        story.at(when, partial(_hand_in, story, number, documents, row, when))
    if register:
        last = max(story.dates.instant(row["published_at"]) for row in documents)
        for row in register["observation"]:
            _state(story, folder, row, first, last)


def _observations(
    story: Story, folder: str, number: str, documents: Iterable[Table], register: Table, when: datetime
) -> None:
    """The register as it arrives: Annex A in Word, handed in, read, and taken into the register."""
    analyst = read(f"{folder}/modification.toml")["lead_analyst"]
    modification_id = story.made["modification", number]
    file_id = _annex(story, analyst, number, documents, NAME, register["observation"], when - STEP)
    story.act(
        observations.import_observations,
        analyst,
        when,
        modification_id=modification_id,
        file_id=file_id,
        choices=observations.ImportChoices(),
    )
    with story.reading() as session:
        for held in held_observations(session, modification_id):
            row = {"document": held.document, "number": held.number}
            story.made["observation", _key(folder, row)] = held.id


def _later_observations(
    story: Story, folder: str, number: str, documents: Iterable[Table], register: Table, when: datetime
) -> None:
    """A further Annex A, which nobody has taken into the register yet."""
    later = register["later"]
    by_key = {_key(folder, row): row for row in register["observation"]}
    rows = [{**by_key[_key(folder, row)], **row} for row in later["repeats"]]
    analyst = read(f"{folder}/modification.toml")["lead_analyst"]
    waiting = _annex(story, analyst, number, documents, later["name"], [*rows, *later["observation"]], when)
    story.made["annex_file", number] = waiting


def _annex(
    story: Story, by: str, number: str, documents: Iterable[Table], name: str, rows: Sequence[Table], when: datetime
) -> int:
    """Observations handed in as Word; gives the file's id."""
    content = annex_a(rows, {row["code"]: row["title"] for row in documents})
    file_id = story.act(
        observations.hand_in_annex,
        by,
        when,
        modification_id=story.made["modification", number],
        name=name,
        content=content,
        reading=observations.read_annex_file(content, name),
    )
    return int(file_id)


def _document(story: Story, folder: str, number: str, row: Table, register: Table) -> None:
    if "to_be_first" in row:
        _version(story, folder, number, row, register, row["to_be_first"], 1, row["published_first_at"])
        _version(story, folder, number, row, register, row["to_be"], 2, row["published_at"])
    else:
        _version(story, folder, number, row, register, row["to_be"], 1, row["published_at"])


def _version(
    story: Story, folder: str, number: str, row: Table, register: Table, to_be: str, version: int, published_at: str
) -> None:
    published = story.dates.instant(published_at)
    drafted = published - timedelta(hours=2)
    key = f"{folder}/{row['code']}/{version}"

    def draft() -> None:
        made = _imported(story, number, row, to_be, version, drafted)
        story.made["legal_text", key] = made
        if register:
            _own(story, folder, row, register, made, drafted + STEP)

    def publish() -> None:
        version_id = story.made["legal_text", key]
        story.act(legal_text.publish_legal_text, row["published_by"], published, version_id=version_id)

    story.at(drafted, draft)
    story.at(published, publish)


def _imported(story: Story, number: str, row: Table, to_be: str, version: int, drafted: datetime) -> int:
    """The drafting as a Word file with tracked changes, handed in, read, and made a draft; gives the version's id."""
    file = HandedIn(_name(row, version), redlined_word(row, to_be, drafted - DRAFTING))
    (made,) = _settled(story, number, [row], [file], row["prepared_by"], drafted - STEP, drafted)
    return made


def _name(row: Table, version: int) -> str:
    return f"{row['code']} - {row['title']} (redlined, draft {version}).docx"


def _settled(
    story: Story,
    number: str,
    rows: Sequence[Table],
    files: Sequence[HandedIn],
    by: str,
    when: datetime,
    settled: datetime,
) -> tuple[int, ...]:
    """Files handed in and made drafts of the documents in these rows; gives the ids of the versions."""
    import_id, file_ids = _handed_in(story, number, rows[0]["sec_version"], files, by, when)
    choices = {file_id: FileChoice(row["code"], row["title"]) for file_id, row in zip(file_ids, rows, strict=True)}
    made: tuple[int, ...] = story.act(
        legal_text.settle_text_import, by, settled, import_id=import_id, seen_version=1, choices=choices
    )
    return made


def _handed_in(
    story: Story, number: str, sec_version: str, files: Sequence[HandedIn], by: str, when: datetime
) -> tuple[int, list[int]]:
    """Files handed in and read; gives the import's id and those of its files."""
    import_id = story.act(
        legal_text.hand_in_text_files,
        by,
        when,
        modification_id=story.made["modification", number],
        sec_version=sec_version,
        files=files,
    )
    with story.reading() as session:
        of_import = sa.select(TextImportFile.id).where(TextImportFile.text_import_id == import_id)
        file_ids = list(session.scalars(of_import.order_by(TextImportFile.position)))
    for file_id in file_ids:
        legal_text.read_text_file_job(story.database, {"file_id": file_id})
    return int(import_id), file_ids


def _hand_in(story: Story, number: str, documents: Sequence[Table], row: Table, when: datetime) -> None:
    """Later drafts, as edits of the last: made drafts where the content says when, else waiting for somebody."""
    by_code = {each["code"]: each for each in documents}
    rows = [by_code[each["code"]] for each in row["files"] if "code" in each]
    files = [_later_file(by_code, each, when) for each in row["files"]]
    if "settled_at" in row:
        _settled(story, number, rows, files, row["prepared_by"], when, story.dates.instant(row["settled_at"]))
    else:
        import_id, _ = _handed_in(story, number, rows[0]["sec_version"], files, row["prepared_by"], when)
        story.made["text_import", number] = import_id


def _later_file(by_code: Mapping[str, Table], file: Table, when: datetime) -> HandedIn:
    if "code" not in file:
        return HandedIn(file["name"], DAMAGED)
    row = by_code[file["code"]]
    to_be = row["to_be"]
    for before, after in file["edits"]:
        if to_be.count(before) != 1:
            raise NotFound(f"{row['code']} does not say “{before}” once.")
        to_be = to_be.replace(before, after)
    return HandedIn(file.get("name") or _name(row, file["draft"]), redlined_word(row, to_be, when - DRAFTING))


def redlined_word(row: Table, to_be: str, when: datetime) -> bytes:
    """One document of the demonstration as a lawyer would hand it in: Word, with tracked changes of that moment."""
    as_is = row["as_is"]
    if row.get("with_scenarios"):
        as_is, to_be = as_is + scenarios(as_proposed=False), to_be + scenarios(as_proposed=True)
    date = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    redline = redline_from_texts(
        as_is, to_be, document=row["code"], sec_version=row["sec_version"], author=DRAFTER, date=date
    )
    return redlined_docx(redline)


def _own(story: Story, folder: str, row: Table, register: Table, version_id: int, when: datetime) -> None:
    """Give every change its owner: an observation, consequential, or housekeeping for what is left."""
    for each in register["observation"]:
        owned = each.get("owns", each.get("clauses", ())) if each.get("owns_changes", True) else ()
        in_force = each.get("owns_in_force", each.get("clauses_in_force", ()))
        if each["document"] == row["code"]:
            observation = story.made["observation", _key(folder, each)]
            _give(story, row, version_id, when, owned, View.CLEAN, HunkOwner.OBSERVATION, observation)
            _give(story, row, version_id, when, in_force, View.IN_FORCE, HunkOwner.OBSERVATION, observation)
    for each in register.get("changes", ()):
        if each.get("document") == row["code"]:
            _give(story, row, version_id, when, each["clauses"], None, HunkOwner(each["owner"]), None)
            for words in each.get("saying", ()):
                _give_saying(story, row, version_id, when, words, HunkOwner(each["owner"]))
    story.act(legal_text.mark_remaining_as_housekeeping, row["prepared_by"], when, version_id=version_id)


def _give(
    story: Story,
    row: Table,
    version_id: int,
    when: datetime,
    clauses: Iterable[str],
    view: View | None,
    owner: HunkOwner,
    observation: int | None,
) -> None:
    with story.reading() as session:
        index = LabelIndex(redline_of(session, version_row(session, version_id)))
    # The register is written against the last drafting; a clause that an earlier one does not have yet is passed over.
    there = [clause for clause in clauses if index.resolve(clause, view)]
    if there:
        story.act(
            legal_text.own_clauses,
            row["prepared_by"],
            when,
            version_id=version_id,
            citations=there,
            owner=owner,
            observation_id=observation,
            view=view,
        )


def _give_saying(story: Story, row: Table, version_id: int, when: datetime, words: str, owner: HunkOwner) -> None:
    """Give the changes in clauses that have no number, such as the cells of a table, an owner by their words."""
    with story.reading() as session:
        redline = redline_of(session, version_row(session, version_id))
    places = {clause.key for clause in find_clauses(redline, words).saying}
    keys = [hunk.key for hunk in redline.hunks if places.intersection(hunk.places)]
    story.act(legal_text.own_hunks, row["prepared_by"], when, version_id=version_id, hunk_keys=keys, owner=owner)


def _state(story: Story, folder: str, row: Table, first: datetime, last: datetime) -> None:
    state = ObservationState(row["state"])
    if state is ObservationState.DRAFTED:
        return
    analyst = read(f"{folder}/modification.toml")["lead_analyst"]
    if state is ObservationState.CHANGED_AFTER_COMMENT:
        when = first + STEP
        story.at(when, lambda: _move(story, folder, row, analyst, ObservationState.ADDRESSED, when))
    then = (last if state is ObservationState.CHANGED_AFTER_COMMENT else first) + 2 * STEP
    story.at(then, lambda: _move(story, folder, row, analyst, state, then))


def _move(story: Story, folder: str, row: Table, analyst: str, state: ObservationState, when: datetime) -> None:
    observation = story.made["observation", _key(folder, row)]
    with story.reading() as session:
        seen = session.get_one(ObservationRow, observation).version
    story.act(
        observations.change_observation_state,
        analyst,
        when,
        observation_id=observation,
        seen_version=seen,
        to=state,
        reason=row["state_reason"],
        comment=row.get("state_comment", ""),
        place=row.get("state_place", ""),
    )


def hunks_in(
    story: Story, folder: str, document: str, version: int, clause: str, view: View | None = None
) -> list[str]:
    """The keys of the standing changes in a clause of one version, by its number. Raises `NotFound` for no clause."""
    with story.reading() as session:
        redline = redline_of(session, version_row(session, story.made["legal_text", f"{folder}/{document}/{version}"]))
    found = {each.key for each in LabelIndex(redline).resolve(clause, view)}
    if not found:
        raise NotFound(f"{folder}: {document} has no clause {clause}.")
    standing = (hunk for hunk in redline.hunks if hunk.state is HunkState.PROPOSED)
    return [hunk.key for hunk in standing if found & set(hunk.places)]


def _key(folder: str, row: Table) -> str:
    return f"{folder}/{row['document']}/{row['number']}"
