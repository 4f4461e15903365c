"""The pages of an answer: drafted, reviewed, signed and followed by a Party; entered and confirmed by SECAS."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.builders.consultations import AFTER_CLOSE, OpenedConsultation, open_consultation
from tests.builders.responses import ANSWERED, agree, answer, clause, draft, enter, item_ids, observation, question
from tests.checking_client import CheckingClient
from tests.world import World, at
from voting.db import Database
from voting.domain.confidentiality import Confidentiality
from voting.domain.consultations import ConsultationKind
from voting.domain.dispositions import DecidedBy, DispositionKind
from voting.domain.people import Role
from voting.domain.responses import DraftingPosition, TypedItem
from voting.models.consultations import ConsultationRow
from voting.models.dispositions import DispositionHunk, DispositionRow
from voting.models.people import RoleGrant
from voting.models.responses import DraftItemRow, ResponseVersion

ClientFor = Callable[..., CheckingClient]
PUBLISHED = "2026-04-07T12:00"


def _base(opened: OpenedConsultation, world: World, party: str = "brightloop") -> str:
    return f"/consultations/{opened.id}/respond/{world.organisations[party]}"


def _comments(world: World) -> list[str]:
    with world.database.reading() as (session, _now):
        return list(session.scalars(sa.select(DraftItemRow.comment).order_by(DraftItemRow.id)))


def _versions(world: World) -> list[ResponseVersion]:
    with world.database.reading() as (session, _now):
        return list(session.scalars(sa.select(ResponseVersion).order_by(ResponseVersion.id)))


def _publish(world: World, opened: OpenedConsultation) -> None:
    with world.database.engine.begin() as connection:
        connection.execute(
            sa.update(ConsultationRow)
            .where(ConsultationRow.id == opened.id)
            .values(published_at=datetime(2026, 4, 7, 11, tzinfo=UTC), published_by_id=world.people["approver"])
        )


PAGES = ["", "/review", "/no-response", "/versions/1"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", ["northgrid_signatory", "analyst", "approver", "auditor"])
def test_nobody_outside_the_organisation_sees_its_pages(
    world: World, client_for: ClientFor, path: str, who: str
) -> None:
    opened = open_consultation(world)
    answer(world, opened, "brightloop", agree(question(opened), "Sealed words."))
    with at(ANSWERED):
        page = client_for(world, who).get(_base(opened, world) + path)
    assert page.status == 403
    assert "Sealed words" not in page.text


@pytest.mark.parametrize("path", PAGES)
def test_the_public_is_asked_to_sign_in(world: World, client_for: ClientFor, path: str) -> None:
    opened = open_consultation(world)
    with at(ANSWERED):
        page = client_for(world).get(_base(opened, world) + path)
    assert page.status == 302
    assert "/sign-in" in page.location


@pytest.mark.parametrize(
    "path", ["", "/draft", "/choices", "/rest", "/remove", "/draft-again", "/submit", "/submit-late"]
)
def test_nobody_writes_into_another_organisations_answer(world: World, client_for: ClientFor, path: str) -> None:
    opened = open_consultation(world)
    draft(world, opened, "brightloop", agree(question(opened), "Ours."))
    with at(ANSWERED):
        page = client_for(world, "northgrid_signatory").post(_base(opened, world) + path, version="")
    assert page.status == 403
    assert _comments(world) == ["Ours."]
    assert _versions(world) == []


def test_one_organisation_is_opened_at_once_and_among_several_one_chooses(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world)
    with at(ANSWERED):
        single = client_for(world, "brightloop_reviewer").get(f"/consultations/{opened.id}/respond", item="question:1")
        assert single.location == _base(opened, world) + "?item=question:1"
        world.add_person("consultant", "brightloop", Role.PARTY_CONTRIBUTOR)
        with world.database.engine.begin() as connection:
            connection.execute(
                sa.insert(RoleGrant).values(
                    person_id=world.people["consultant"],
                    role=Role.PARTY_SIGNATORY,
                    organisation_id=world.organisations["northgrid"],
                    valid_from=datetime(2020, 1, 1, tzinfo=UTC).date(),
                )
            )
        several = client_for(world, "consultant").get(f"/consultations/{opened.id}/respond")
    assert several.status == 200
    assert "Brightloop (test)" in several.text
    assert "Northgrid (test)" in several.text


def test_a_modification_report_consultation_is_answered_on_one_page_reviewed_and_signed(
    world: World, client_for: ClientFor
) -> None:
    opened = open_consultation(world, kind=ConsultationKind.MODIFICATION_REPORT)
    base = _base(opened, world)
    first, second = (f"q{one}" for one in opened.question_ids)
    with at(ANSWERED):
        drafter = client_for(world, "brightloop_contributor")
        page = drafter.get(base)
        form = page.form(base).fill(
            **{
                f"{first}__position": "approve",
                f"{first}__objectives": ["f", "g"],
                f"{first}__comment": "It helps (f) and (g) <script>",
                f"{second}__comment": "=cmd|' /C calc'!A0",
                "confidentiality": "anonymous",
                "also_for": "Brightloop Gas (test)",
                "then": "check",
            }
        )
        reviewed = drafter.follow(drafter.send(base, form))
        assert "It helps (f) and (g) <script>" in reviewed.text
        assert "f, g" in reviewed.text
        assert "With few respondents your name may be guessed" in reviewed.text
        assert "You may draft, not sign" in reviewed.text
        signer = client_for(world, "brightloop_signatory")
        sent = signer.send(base, signer.get(base + "/review").form("/submit"))
        assert sent.location.endswith("/versions/1")
        receipt = signer.follow(sent)
        (version,) = _versions(world)
        assert version.receipt in receipt.text
        assert "Brightloop Gas (test)" in receipt.text
        assert version.receipt in signer.get(base).text


def test_legal_text_is_answered_place_by_place_beside_the_clause(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world, text=True)
    base = _base(opened, world)
    with at(ANSWERED):
        drafter = client_for(world, "brightloop_contributor")
        page = drafter.get(base, item=clause(opened))
        assert page.has(".panes")
        assert "The DCC shall keep register 1.1." in page.text
        form = page.form(base).fill(point__position="disagree", then="next")
        following = drafter.follow(drafter.send(base, form))
        assert "Appendix D, clause 1.2" in following.tree.query("h1")[0].to_text()
        back = drafter.get(base, item=clause(opened))
        assert "Say why you disagree." in back.text
        last = drafter.send(base, following.form(base).fill(point__position="agree", then="next"))
        assert last.location.endswith("/review")
        review = drafter.follow(last)
        assert "1 point is not complete" in review.text


def test_one_point_can_be_about_several_observations(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world, observations=("1", "2"))
    base = _base(opened, world)
    with at(ANSWERED):
        drafter = client_for(world, "brightloop_contributor")
        page = drafter.get(base, item=observation(opened))
        assert "The register is kept and not published." in page.text
        drafter.send(base, page.form(base).fill(point__position="agree", point__also=[observation(opened, 2)]))
        assert "Appendix D, observation 1; Appendix D, observation 2" in drafter.get(base + "/review").text


def test_a_stale_form_shows_both_texts_and_saving_again_takes_mine(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world, text=True)
    base = _base(opened, world)
    with at(ANSWERED):
        drafter = client_for(world, "brightloop_contributor")
        form = drafter.get(base, item=clause(opened)).form(base).fill(point__position="agree", point__comment="Mine.")
        draft(world, opened, "brightloop", agree(clause(opened), "The colleague's."), by="reviewer")
        both = drafter.send(base, form)
        assert both.status == 409
        assert "The colleague's." in both.text
        assert "Brightloop Reviewer changed this" in both.text
        assert both.form(base).values["point-comment"] == "Mine."
        assert _comments(world) == ["The colleague's."]
        assert drafter.send(base, both.form(base)).status == 303
    assert _comments(world) == ["Mine."]


def test_choices_that_a_colleague_changed_are_shown_and_not_overwritten(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world)
    base = _base(opened, world)
    with at(ANSWERED):
        drafter, colleague = client_for(world, "brightloop_contributor"), client_for(world, "brightloop_reviewer")
        stale = drafter.get(base + "/review").form("/choices").fill(confidentiality="anonymous")
        fresh = colleague.get(base + "/review").form("/choices").fill(confidentiality="secas_and_authority")
        assert colleague.send(base, fresh).status == 303
        refused = drafter.send(base, stale)
        assert refused.status == 422
        assert "A colleague changed these choices" in refused.text
        assert "SECAS and Authority only" in drafter.get(base + "/review").text


def test_autosave_answers_the_script_and_keeps_what_the_form_has_seen(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world, text=True)
    base = _base(opened, world)
    with at(ANSWERED):
        drafter = client_for(world, "brightloop_contributor")
        form = drafter.get(base, item=clause(opened)).form(base).fill(point__comment="Half a")
        reply = drafter.client.post(base + "/draft", data=form.values, headers={"X-Autosave": "1"})
        assert reply.status_code == 200
        words = reply.get_json()
        assert words["saved_words"] == "Draft saved Tue 10 Mar 2026 10:00 UK time by Brightloop Contributor"
        assert (words["state"], words["state_words"]) == ("draft", "Not complete, Brightloop Contributor")
        assert words["answered"] == 0
        form.fill(version=words["version"], point__comment="Half a thought.", point__position="agree")
        again = drafter.client.post(base + "/draft", data=form.values, headers={"X-Autosave": "1"})
        assert (again.get_json()["state"], again.get_json()["answered"]) == ("answered", 1)
        plain = drafter.client.post(base + "/draft", data=form.values | {"version": again.get_json()["version"]})
        assert plain.status_code == 303
    assert _comments(world) == ["Half a thought."]


@pytest.mark.parametrize(
    ("field", "value"),
    [("point-position", "approve!"), ("point-confidentiality", "everyone"), ("target", "clause:9:c9")],
)
def test_autosave_says_in_words_what_it_refuses(world: World, client_for: ClientFor, field: str, value: str) -> None:
    opened = open_consultation(world, text=True)
    base = _base(opened, world)
    with at(ANSWERED):
        drafter = client_for(world, "brightloop_contributor")
        form = drafter.get(base, item=clause(opened)).form(base).fill(**{field.replace("-", "__"): value})
        reply = drafter.client.post(base + "/draft", data=form.values, headers={"X-Autosave": "1"})
    assert 400 <= reply.status_code < 500
    assert reply.get_json()["refused_words"]


def test_autosave_tells_of_a_colleagues_change_without_overwriting_it(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world, text=True)
    base = _base(opened, world)
    with at(ANSWERED):
        drafter = client_for(world, "brightloop_contributor")
        form = drafter.get(base, item=clause(opened)).form(base).fill(point__comment="Mine.")
        draft(world, opened, "brightloop", agree(clause(opened), "Theirs."), by="reviewer")
        reply = drafter.client.post(base + "/draft", data=form.values, headers={"X-Autosave": "1"})
    assert reply.status_code == 409
    assert reply.get_json()["refused_words"].startswith("Brightloop Reviewer changed this meanwhile.")
    assert _comments(world) == ["Theirs."]


def test_what_is_refused_stands_beside_its_field_and_nothing_typed_is_lost(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world, text=True)
    base = _base(opened, world)
    with at(ANSWERED):
        drafter = client_for(world, "brightloop_contributor")
        form = drafter.get(base, item=clause(opened)).form(base)
        refused = drafter.send(base, form.fill(point__comment="Kept.", point__position="approve!"))
    assert refused.status == 422
    assert refused.has("#error-summary")
    assert refused.form(base).values["point-comment"] == "Kept."
    assert _comments(world) == []


def test_a_signatory_cannot_submit_what_a_colleague_changed_since_the_review(
    world: World, client_for: ClientFor
) -> None:
    opened = open_consultation(world)
    base = _base(opened, world)
    seen = draft(world, opened, "brightloop", agree(question(opened), "Reviewed.")).seen
    with at(ANSWERED):
        signer = client_for(world, "brightloop_signatory")
        form = signer.get(base + "/review").form("/submit")
        draft(world, opened, "brightloop", agree(question(opened), "Slipped in."), seen=seen)
        refused = signer.send(base, form)
        assert refused.status == 422
        assert "A colleague changed the draft" in refused.text
        assert "Slipped in." in refused.text
        assert signer.send(base, refused.form("/submit")).status == 303
    assert len(_versions(world)) == 1


def test_a_second_press_of_submit_makes_no_second_version(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world)
    base = _base(opened, world)
    draft(world, opened, "brightloop", agree(question(opened)))
    with at(ANSWERED):
        signer = client_for(world, "brightloop_signatory")
        form = signer.get(base + "/review").form("/submit")
        assert signer.send(base, form).location == signer.send(base, form).location
    assert len(_versions(world)) == 1


def test_after_close_submit_says_when_it_closed_and_the_text_can_be_sent_as_late(
    world: World, client_for: ClientFor
) -> None:
    opened = open_consultation(world)
    base = _base(opened, world)
    draft(world, opened, "brightloop", agree(question(opened), "Almost."))
    with at("2026-03-23T16:59"):
        signer = client_for(world, "brightloop_signatory")
        form = signer.get(base + "/review").form("/submit")
    with at("2026-03-23T17:00:01"):
        refused = signer.send(base, form)
        assert refused.status == 422
        assert "This consultation closed at Mon 23 Mar 2026 17:00 UK time" in refused.text
        assert "Almost." in refused.text
        late = signer.send(base, refused.form("/submit-late"))
        assert late.status == 303
        assert "Late, waits for a ruling" in signer.follow(late).text
        assert "Recorded Mon 23 Mar 2026 17:00:01 UK time" in signer.get(base).text
        assert "Your text is kept" in signer.get(base).text
    (version,) = _versions(world)
    assert version.is_late


def test_no_response_takes_two_presses(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world)
    base = _base(opened, world)
    with at(ANSWERED):
        signer = client_for(world, "brightloop_signatory")
        assert signer.get(base).has(f'a[href="{base}/no-response"]')
        asked = signer.get(base + "/no-response")
        assert _versions(world) == []
        sent = signer.send(base, asked.form("/no-response"))
        assert "no response" in signer.follow(sent).text
        assert client_for(world, "brightloop_contributor").get(base + "/no-response").status == 403
    assert [version.is_nil for version in _versions(world)] == [True]


def test_no_response_is_refused_where_the_draft_answers_something(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world)
    base = _base(opened, world)
    draft(world, opened, "brightloop", agree(question(opened)))
    with at(ANSWERED):
        signer = client_for(world, "brightloop_signatory")
        refused = signer.send(base, signer.get(base + "/no-response").form("/no-response"))
    assert refused.status == 422
    assert "cannot be sent with answers in it" in refused.text


def test_no_comment_on_the_rest_is_declared_and_taken_back_and_a_point_is_taken_out(
    world: World, client_for: ClientFor
) -> None:
    opened = open_consultation(world, text=True)
    base = _base(opened, world)
    draft(world, opened, "brightloop", agree(clause(opened), "Clear."))
    with at(ANSWERED):
        drafter = client_for(world, "brightloop_contributor")
        declared = drafter.follow(drafter.send(base, drafter.get(base + "/review").form("/rest")))
        assert "no comment declared on the other 3" in declared.text
        undone = drafter.follow(drafter.send(base, declared.form("/rest")))
        assert "3 open, which is fine" in undone.text
        drafter.send(base, undone.form("/remove"))
    assert _comments(world) == []


def test_a_submitted_version_can_be_drafted_again(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world)
    base = _base(opened, world)
    answer(world, opened, "brightloop", agree(question(opened), "As submitted."))
    with at(ANSWERED):
        drafter = client_for(world, "brightloop_contributor")
        drafter.send(base, drafter.get(base + "/review").form("/remove"))
        assert _comments(world) == []
        drafter.send(base, drafter.get(base).form("/draft-again"))
    assert _comments(world) == ["As submitted."]


def test_once_published_the_same_page_shows_point_reply_and_text_changed(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world, text=True)
    receipt = answer(world, opened, "brightloop", agree(clause(opened), "Clear."), agree(clause(opened, "c2"), "Too."))
    item_id = item_ids(world, receipt.version_id)[0]
    with world.database.engine.begin() as connection:
        made = connection.execute(
            sa.insert(DispositionRow)
            .values(
                response_item_id=item_id,
                kind=DispositionKind.AGREED_OTHER_WORDING,
                detail="In other words.",
                adopted_wording="within ten Working Days",
                decided_by=DecidedBy.PROPOSER,
                drafted_by_id=world.people["analyst"],
                drafted_at=datetime(2026, 3, 25, tzinfo=UTC),
                is_shared_with_proposer=False,
                version=1,
            )
            .returning(DispositionRow.id)
        ).scalar_one()
        connection.execute(sa.insert(DispositionHunk).values(disposition_id=made, hunk_id=opened.texts[0].hunk_ids[0]))
    base = _base(opened, world)
    with at(AFTER_CLOSE):
        assert "In other words." not in client_for(world, "brightloop_reviewer").get(base).text
    _publish(world, opened)
    with at(PUBLISHED):
        page = client_for(world, "brightloop_reviewer").get(base)
    for words in (
        "Clear.",
        "Agreed, other wording",
        "In other words.",
        "within ten Working Days",
        "Appendix D 1.1",
        "Decided by",
    ):
        assert words in page.text
    assert page.has('a[href="/modifications/MP801/legal-text/appendix-d#c-c1"]')


def test_secas_enters_an_emailed_answer_and_a_second_person_confirms_it_beside_the_message(
    world: World, client_for: ClientFor
) -> None:
    opened = open_consultation(world, text=True)
    here = f"/consultations/{opened.id}/respond/enter"
    with at(ANSWERED):
        analyst = client_for(world, "analyst")
        form = analyst.get(here).form("/enter")
        form.fill(
            organisation_id=str(world.organisations["brightloop"]),
            route="email",
            received_on="2026-03-09",
            received_time="15:00",
            o0__target=clause(opened),
            o0__position="disagree",
        )
        refused = analyst.send(here, form, files={"evidence_file": (io.BytesIO(b"Dear SECAS"), "mail.eml")})
        assert refused.status == 422
        assert "Say why you disagree." in refused.text
        again = refused.form("/enter").fill(o0__comment="It is unclear.")
        sent = analyst.send(here, again, files={"evidence_file": (io.BytesIO(b"Dear SECAS"), "mail.eml")})
        own = analyst.follow(sent)
        assert "Waits for a second person" in own.text
        second = client_for(world, "approver")
        page = second.get(sent.location)
        assert "It is unclear." in page.text
        message = second.client.get(sent.location + "/evidence")
        assert message.data == b"Dear SECAS"
        assert message.headers["Content-Disposition"].startswith("attachment")
        assert message.mimetype == "application/octet-stream"
        confirmed = second.follow(second.send(sent.location, page.form(sent.location)))
        assert "Confirmed Tue 10 Mar 2026 10:00 UK time by Approver" in confirmed.text
        assert (
            "It is unclear." in client_for(world, "brightloop_reviewer").get(_base(opened, world) + "/versions/1").text
        )


def test_entering_keeps_what_was_typed_and_says_what_is_missing(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world)
    here = f"/consultations/{opened.id}/respond/enter"
    with at(ANSWERED):
        analyst = client_for(world, "analyst")
        page = analyst.get(here)
        missing = analyst.send(here, page.form("/enter").fill(sender="Somebody"))
        assert missing.status == 422
        for sentence in ("Say how it came.", "Give the day", "Give the time"):
            assert sentence in missing.text
        assert missing.form("/enter").values["sender"] == "Somebody"
        filled = missing.form("/enter").fill(route="call", received_on="2026-03-09", received_time="15:00")
        nobody = analyst.send(here, filled)
        assert "Attach the message" in nobody.text
        filled = nobody.form("/enter").fill(evidence_text="Note of a call.")
        assert "Choose the organisation" in analyst.send(here, filled).text
        future = filled.fill(organisation_id="unknown", received_on="2026-03-11")
        future.fill(**{f"q{opened.question_ids[1]}__comment": "By telephone."})
        assert "cannot have been received in the future" in analyst.send(here, future).text
    assert _versions(world) == []


def test_more_points_can_be_asked_for_without_losing_any(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world, text=True)
    here = f"/consultations/{opened.id}/respond/enter"
    with at(ANSWERED):
        analyst = client_for(world, "analyst")
        form = analyst.get(here).form("/enter").fill(o2__comment="The third.", more="more")
        more = analyst.send(here, form)
    assert more.status == 200
    assert more.form("/enter").values["o2-comment"] == "The third."
    assert "o5-comment" in more.form("/enter").values


def test_an_unknown_senders_answer_is_linked_before_it_is_confirmed(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, None)
    here = f"/consultations/{opened.id}/respond/entered/{entered.version_id}"
    with at(ANSWERED):
        analyst = client_for(world, "second_analyst")
        page = analyst.get(here)
        assert "Whose answer is it?" in page.text
        unchosen = analyst.send(here, page.form("/link"))
        assert unchosen.status == 422
        linked = analyst.send(here, page.form("/link").fill(organisation_id=str(world.organisations["brightloop"])))
        assert "Waits for a second person" in analyst.follow(linked).text
        assert client_for(world, "approver").get(here).has(f"form[action$='{here}']")


@pytest.mark.parametrize("path", ["/enter", "/entered/{version}", "/entered/{version}/evidence"])
@pytest.mark.parametrize("who", ["brightloop_signatory", "northgrid_signatory", "auditor"])
def test_the_pages_of_entered_answers_are_secas_alone(world: World, client_for: ClientFor, path: str, who: str) -> None:
    opened = open_consultation(world)
    entered = enter(world, opened, "brightloop")
    with at(ANSWERED):
        page = client_for(world, who).get(
            f"/consultations/{opened.id}/respond" + path.format(version=entered.version_id)
        )
    assert page.status == 403
    assert "From the e-mail" not in page.text


@pytest.mark.parametrize(("when", "path"), [(ANSWERED, ""), (ANSWERED, "/review"), (AFTER_CLOSE, ""), (PUBLISHED, "")])
def test_a_page_of_ones_own_answer_takes_eight_statements_with_the_sign_in(
    world: World,
    database: Database,
    client_for: ClientFor,
    statements: Callable[[Database], AbstractContextManager[list[str]]],
    when: str,
    path: str,
) -> None:
    opened = open_consultation(world, observations=("1", "2"))
    answer(world, opened, "brightloop", agree(observation(opened), "Ours."))
    if when == PUBLISHED:
        _publish(world, opened)
    with at(when):
        reader = client_for(world, "brightloop_signatory")
        with statements(database) as seen:
            page = reader.get(_base(opened, world) + path)
    assert page.status == 200
    asked = [one for one in seen if one != "BEGIN"]
    assert len(asked) <= 8, "\n".join(asked)


def test_what_is_not_complete_offers_no_button_to_submit_and_a_missing_public_version_can_be_left_blank(
    world: World, client_for: ClientFor
) -> None:
    opened = open_consultation(world, text=True)
    base = _base(opened, world)
    secret = agree(clause(opened), "A secret.", confidentiality=Confidentiality.SECAS_AND_AUTHORITY)
    draft(world, opened, "brightloop", secret, TypedItem(clause(opened, "c2"), position=DraftingPosition.QUESTION))
    with at(ANSWERED):
        signer = client_for(world, "brightloop_signatory")
        review = signer.get(base + "/review")
        assert not review.has("form[action$='/submit']")
        signer.send(base, review.form("/remove", index=1))
        form = signer.get(base + "/review").form("/submit")
        refused = signer.send(base, form)
        assert "Write a version for publication, or declare it left blank." in refused.text
        sent = signer.send(base, refused.form("/submit").fill(blank_the_rest="y"))
        assert "left blank" in signer.follow(sent).text
