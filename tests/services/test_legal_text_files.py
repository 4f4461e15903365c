"""Word files of legal text: handed in, read by the worker, and made drafts once a person says what they are."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.builders.consultations import add_modification
from tests.builders.office import converted
from tests.builders.word import deleted, inserted, paragraph, word_file
from tests.world import World
from voting.domain.errors import NotPermitted, RuleBroken
from voting.domain.legal_text import HunkOwner
from voting.models.history import HistoryEntry
from voting.models.legal_text import TextReading
from voting.queries.legal_text.clauses import document_page
from voting.queries.legal_text.documents import documents_page
from voting.queries.legal_text.imports import TextImportPage, text_import_page
from voting.services import legal_text
from voting.services.legal_text import FileChoice, HandedIn
from voting.services.legal_text.files import (
    DocumentNotChosen,
    DocumentTwice,
    ImportSettled,
    NothingToImport,
    StillReading,
    TooManyFiles,
)
from voting.worker import do_one_job

BEFORE = b"1.1 The DCC may keep a register of Recovery Events.\n\n1.2 Each User shall check it every month."
AFTER = b"1.1 The DCC shall keep a register of Recovery Events.\n\n1.2 Each User shall check it every month."


def clean(name: str, after: bytes = AFTER, before: bytes = BEFORE) -> HandedIn:
    return HandedIn(name, after, in_force=HandedIn("in force.txt", before))


def handed_in(world: World, *files: HandedIn) -> int:
    modification_id = add_modification(world)
    return int(
        world.do(
            legal_text.hand_in_text_files,
            "analyst",
            modification_id=modification_id,
            sec_version="SEC 1.0 (test)",
            files=files,
        )
    )


def read_all(world: World) -> None:
    while do_one_job(world.database):
        pass


def page(world: World, import_id: int) -> TextImportPage:
    return world.look(text_import_page, viewer=world.actor("analyst"), number="MP801", import_id=import_id)


def settle(world: World, import_id: int, *documents: str | None, seen: int = 1) -> tuple[int, ...]:
    files = page(world, import_id).files
    choices = {
        file.id: FileChoice(document) if document else None for file, document in zip(files, documents, strict=False)
    }
    drafts: tuple[int, ...] = world.do(
        legal_text.settle_text_import, "analyst", import_id=import_id, seen_version=seen, choices=choices
    )
    return drafts


def test_files_are_read_one_by_one_and_become_drafts_when_they_are_assigned(world: World) -> None:
    import_id = handed_in(world, clean("Appendix D.txt"), clean("annex/SEC Section L.txt"))
    assert [file.state for file in page(world, import_id).files] == ["waiting", "waiting"]
    read_all(world)
    shown = page(world, import_id)
    assert [(file.state, file.clauses, file.changes) for file in shown.files] == [("read", 2, 1)] * 2
    assert [(file.guess.document, file.guess.is_certain) for file in shown.files] == [
        ("Appendix D", True),
        ("Section L", True),
    ]
    settle(world, import_id, "Appendix D", "section l")
    assert [file.state for file in page(world, import_id).files] == ["imported", "imported"]
    analyst = world.actor("analyst")
    lines = world.look(documents_page, viewer=analyst, number="MP801").documents
    assert [(line.code, line.sec_version, line.changes) for line in lines] == [
        ("Section L", "SEC 1.0 (test)", 1),
        ("Appendix D", "SEC 1.0 (test)", 1),
    ]
    shown_text = world.look(document_page, viewer=analyst, number="MP801", slug="appendix-d")
    assert [hunk.insert_text for hunk in shown_text.hunks] == ["shall"]


def test_handing_in_and_assigning_are_one_entry_each_with_the_files_fingerprints(world: World) -> None:
    import_id = handed_in(world, clean("a.txt"), clean("b.txt"))
    read_all(world)
    settle(world, import_id, "Appendix D", "Section L")
    with world.database.reading() as (session, _now):
        leaves = session.execute(
            sa.select(HistoryEntry.use_case, HistoryEntry.leaf)
            .where(HistoryEntry.use_case.in_(["hand_in_text_files", "settle_text_import"]))
            .order_by(HistoryEntry.index)
        ).all()
    assert [use_case for use_case, _ in leaves] == ["hand_in_text_files", "settle_text_import"]
    assert all(leaf.count(b'"sha256"') == 2 for _, leaf in leaves)


def test_a_file_that_cannot_be_read_says_why_and_never_stops_the_others(world: World) -> None:
    import_id = handed_in(
        world,
        HandedIn("broken.docx", b"PK\x03\x04 nothing"),
        clean("Appendix D.txt"),
        HandedIn("gone.docx", b"", "“gone.docx” is damaged."),
    )
    read_all(world)
    files = page(world, import_id).files
    assert [file.state for file in files] == ["refused", "read", "refused"]
    assert files[0].refusal.endswith(".")
    assert files[2].refusal == "“gone.docx” is damaged."
    assert len(settle(world, import_id, None, "Appendix D", None)) == 1
    assert [file.state for file in page(world, import_id).files] == ["refused", "imported", "refused"]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_old_files_are_read_too_and_the_person_is_asked_to_look_them_over(world: World, tmp_path: Path) -> None:
    redline = word_file(paragraph("1. Keys are sent by ", deleted("fax"), inserted("post"), "."))
    texts = [converted(before, "txt", "odt", tmp_path) for before in (AFTER, BEFORE)]
    import_id = handed_in(
        world,
        HandedIn("Appendix D.doc", converted(redline, "docx", "doc", tmp_path)),
        HandedIn("Section L.odt", texts[0], in_force=HandedIn("in force.odt", texts[1])),
    )
    read_all(world)
    files = page(world, import_id).files
    assert [(file.state, file.changes, len(file.warnings)) for file in files] == [("read", 1, 1), ("read", 1, 2)]
    settle(world, import_id, "Appendix D", "Section L")


def test_reading_twice_does_no_harm(world: World) -> None:
    import_id = handed_in(world, clean("Appendix D.txt"))
    read_all(world)
    legal_text.read_text_file_job(world.database, {"file_id": page(world, import_id).files[0].id})
    with world.database.reading() as (session, _now):
        assert session.scalar(sa.select(sa.func.count()).select_from(TextReading)) == 1


@pytest.mark.parametrize(
    ("documents", "refused"),
    [
        (("Appendix D", "appendix d"), DocumentTwice),
        (("Appendix D",), DocumentNotChosen),
        ((None, None), NothingToImport),
        (("Appendix D", "Chapter 5"), RuleBroken),
    ],
)
def test_what_cannot_be_assigned_is_refused_whole(
    world: World, documents: tuple[str | None, ...], refused: type[RuleBroken]
) -> None:
    import_id = handed_in(world, clean("a.txt"), clean("b.txt"))
    read_all(world)
    with pytest.raises(refused):
        settle(world, import_id, *documents)
    assert world.look(documents_page, viewer=world.actor("analyst"), number="MP801").documents == ()


def test_files_are_assigned_once_and_not_before_all_are_read(world: World) -> None:
    import_id = handed_in(world, clean("a.txt"), clean("b.txt"))
    do_one_job(world.database)
    with pytest.raises(StillReading):
        settle(world, import_id, "Appendix D", "Section L")
    read_all(world)
    settle(world, import_id, "Appendix D", None)
    with pytest.raises(ImportSettled):
        settle(world, import_id, "Appendix D", None, seen=2)
    assert [file.state for file in page(world, import_id).files] == ["imported", "left_out"]


def test_a_draft_that_is_imported_again_keeps_its_keys_and_owners(world: World) -> None:
    modification_id = add_modification(world)
    ask = {"modification_id": modification_id, "sec_version": "SEC 1.0 (test)"}
    first = int(world.do(legal_text.hand_in_text_files, "analyst", files=[clean("Appendix D.txt")], **ask))
    read_all(world)
    (version_id,) = settle(world, first, "Appendix D")
    analyst = world.actor("analyst")
    before = world.look(document_page, viewer=analyst, number="MP801", slug="appendix-d")
    world.do(
        legal_text.own_hunks,
        "analyst",
        version_id=version_id,
        hunk_keys=[before.hunks[0].key],
        owner=HunkOwner.CONSEQUENTIAL,
    )
    again = clean("Appendix D v2.txt", AFTER + b"\n\n1.3 The Panel shall report on it each year.")
    second = int(world.do(legal_text.hand_in_text_files, "analyst", files=[again], **ask))
    read_all(world)
    settle(world, second, "Appendix D")
    after = world.look(document_page, viewer=analyst, number="MP801", slug="appendix-d")
    assert [clause.key for clause in after.clauses[:2]] == [clause.key for clause in before.clauses]
    assert (after.hunks[0].key, after.hunks[0].owner) == (before.hunks[0].key, "consequential")


def test_only_who_edits_legal_text_hands_it_in(world: World) -> None:
    modification_id = add_modification(world)
    with pytest.raises(NotPermitted):
        world.do(
            legal_text.hand_in_text_files,
            "administrator",
            modification_id=modification_id,
            sec_version="SEC 1.0 (test)",
            files=[clean("a.txt")],
        )


def test_the_same_form_sent_twice_is_one_import(world: World) -> None:
    modification_id = add_modification(world)
    ask = {
        "modification_id": modification_id,
        "sec_version": "SEC 1.0 (test)",
        "files": [clean("a.txt")],
        "intent": "once",
    }
    assert world.do(legal_text.hand_in_text_files, "analyst", **ask) == world.do(
        legal_text.hand_in_text_files, "analyst", **ask
    )


def zip_of(count: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for at in range(count):
            archive.writestr(f"Appendix {at}.docx", f"content {at}")
    return held.getvalue()


def test_a_zip_is_taken_apart_and_too_many_files_are_refused() -> None:
    files = legal_text.unpacked([HandedIn("Annex B.ZIP", zip_of(3)), HandedIn("one more.docx", b"PK")])
    assert [file.name for file in files] == ["Appendix 0.docx", "Appendix 1.docx", "Appendix 2.docx", "one more.docx"]
    with pytest.raises(TooManyFiles):
        legal_text.unpacked([HandedIn("Annex B.zip", zip_of(61))])
    with pytest.raises(legal_text.NoFiles):
        legal_text.unpacked([])
