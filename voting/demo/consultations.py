"""The demonstration's consultations: opened, answered item by item, closed by the clock, replied to, published."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import partial

import sqlalchemy as sa

from voting.demo.content import Table, has, read
from voting.demo.replay import Story
from voting.demo.texts import hunks_in
from voting.domain.confidentiality import Confidentiality, PublicVersion
from voting.domain.consultations import ConsultationKind, QuestionKind
from voting.domain.dispositions import DecidedBy, DispositionKind
from voting.domain.legal_text import LabelIndex, View
from voting.domain.responses import TypedItem, position_named
from voting.models.consultations import ConsultationRow, QuestionRow
from voting.models.dispositions import DispositionRow
from voting.models.legal_text import HunkRow
from voting.models.responses import ResponseItemRow, ResponseRow, ResponseVersion
from voting.queries.consultations.readiness import readiness
from voting.queries.legal_text.loading import redline_of, version_row
from voting.services import consultations, dispositions, legal_text, responses

CLOSE = time(17)


def tell(story: Story, folder: str) -> None:
    """Tell of every consultation of a modification."""
    for name in ("consultations.toml", "consultation_legal_text.toml", "consultation_report.toml"):
        if has(f"{folder}/{name}"):
            for row in read(f"{folder}/{name}")["consultation"]:
                _Consultation(story, folder, row).tell()


class _Consultation:
    """One consultation of the content, with the answers and replies that stand in it or in files of their own."""

    def __init__(self, story: Story, folder: str, row: Table) -> None:
        self.story, self.folder, self.row = story, folder, row
        others = [read(f"{folder}/{name}") for name in row.get("responses", ())]
        self.answers = [*row.get("response", ()), *(one for each in others for one in each.get("response", ()))]
        self.replies = [*row.get("reply", ()), *(one for each in others for one in each.get("reply", ()))]
        self.version = row.get("text_version", 1)
        self.closes = story.dates.instant(row["close_on"], CLOSE)

    @property
    def id(self) -> int:
        """The consultation's id, once it is prepared."""
        return int(self.story.made["consultation", f"{self.folder}/{self.row['key']}"])

    def tell(self) -> None:
        """Tell of it from preparing to publishing."""
        story, row = self.story, self.row
        prepared, opened = story.dates.instant(row["prepared_at"]), story.dates.instant(row["opened_at"])
        # It names what it is about, which is published on the morning of its opening.
        prepared = max(prepared, opened - timedelta(minutes=5))
        story.at(prepared, lambda: self._prepare(prepared))
        story.at(
            opened,
            lambda: story.act(consultations.open_consultation, row["opened_by"], opened, consultation_id=self.id),
        )
        for answer in self.answers:
            self._answer(answer, opened)
        for draft in row.get("draft", ()):
            self._draft(draft)
        for nil in row.get("nil_return", ()):
            self._nil(nil)
        for reply in self.replies:
            drafted = story.dates.instant(reply["drafted_at"])
            story.at(drafted, partial(self._draft_reply, reply, drafted))
        self._share_and_confirm([reply for reply in self.replies if reply["state"] == "confirmed"])
        if "published_at" in row:
            published = story.dates.instant(row["published_at"])
            story.at(published - timedelta(minutes=30), lambda: self._ready(published - timedelta(minutes=30)))
            story.at(
                published,
                lambda: story.act(
                    consultations.publish_consultation, row["published_by"], published, consultation_id=self.id
                ),
            )
            self._cancel(published + timedelta(hours=1))

    def _prepare(self, when: datetime) -> None:
        story, row = self.story, self.row
        number = read(f"{self.folder}/modification.toml")["number"]
        contents = consultations.Contents(
            title=row["title"],
            issue_on=story.dates.day(row["issue_on"]),
            close_on=story.dates.day(row["close_on"]),
            introduction=row.get("introduction", ""),
            report_version_id=story.made.get(("report", f"{self.folder}/{row['report']}")) if "report" in row else None,
            legal_text_version_ids=tuple(self._text(code) for code in row.get("documents", ())),
            asks_for_replies=row.get("asks_for_replies"),
        )
        questions = tuple(
            consultations.NewQuestion(
                QuestionKind(each["kind"]),
                each["text"],
                each.get("hint", ""),
                tuple(each.get("options", ())),
            )
            for each in row.get("question", ())
        )
        made = story.act(
            consultations.prepare_consultation,
            row["prepared_by"],
            when,
            modification_id=story.made["modification", number],
            kind=ConsultationKind(row["kind"]),
            contents=contents,
            questions=questions or None,
            invited=[story.organisations[key] for key in row.get("invited", ())],
        )
        story.made["consultation", f"{self.folder}/{row['key']}"] = made
        with story.reading() as session:
            ids = session.execute(
                sa.select(QuestionRow.position, QuestionRow.id).where(QuestionRow.consultation_id == made)
            )
            for position, question_id in ids:
                story.made["question", f"{self.folder}/{row['key']}/{position}"] = question_id

    def _answer(self, answer: Table, opened: datetime) -> None:
        story = self.story
        submitted = story.dates.instant(answer["submitted"])
        drafted = max(opened + timedelta(minutes=30), min(submitted, self.closes) - timedelta(hours=20))
        drafted = min(drafted, min(submitted, self.closes) - timedelta(minutes=5))
        story.at(drafted, lambda: self._save(answer, answer["item"], drafted))

        def submit() -> None:
            story.act(
                responses.submit_response,
                answer["signatory"],
                submitted,
                consultation_id=self.id,
                organisation_id=story.organisations[answer["organisation"]],
                as_late=answer.get("late", False),
                blank_the_rest=True,
            )
            self._keep_items(answer)

        story.at(submitted, submit)
        if "ruling" in answer:
            ruled = story.dates.instant(answer["ruling"]["ruled_at"])
            story.at(ruled, lambda: self._rule(answer, ruled))

    def _draft(self, draft: Table) -> None:
        for item in draft["item"]:
            when = self.story.dates.instant(item["saved_at"])
            self.story.at(when, partial(self._save, draft, [item], when))

    def _save(self, answer: Table, items: Iterable[Table], when: datetime) -> None:
        """Save points of a draft, each as the colleague who wrote it."""
        story = self.story
        about = {"consultation_id": self.id, "organisation_id": story.organisations[answer["organisation"]]}
        by_writer: dict[str, list[TypedItem]] = defaultdict(list)
        for item in items:
            writer = item.get("drafted_by") or item.get("saved_by") or answer["signatory"]
            by_writer[writer].append(self._typed(item))
        for writer, typed in by_writer.items():
            story.draft(responses.save_draft, writer, when, items=typed, **about)
        story.draft(
            responses.set_draft_choices,
            next(iter(by_writer)),
            when,
            confidentiality=Confidentiality(answer["confidentiality"]),
            also_for=", ".join(self._name(key) for key in answer.get("on_behalf_of", ())),
            no_comment_on_the_rest=answer.get("no_comment_on_the_rest", False),
            **about,
        )

    def _nil(self, nil: Table) -> None:
        when = self.story.dates.instant(nil["submitted"])
        self.story.at(
            when,
            lambda: self.story.act(
                responses.send_nil_response,
                nil["signatory"],
                when,
                consultation_id=self.id,
                organisation_id=self.story.organisations[nil["organisation"]],
            ),
        )

    def _rule(self, answer: Table, when: datetime) -> None:
        ruling = answer["ruling"]
        self.story.act(
            consultations.rule_on_late,
            ruling["ruled_by"],
            when,
            consultation_id=self.id,
            response_version_id=self.story.made[
                "response_version", f"{self.folder}/{self.row['key']}/{answer['organisation']}"
            ],
            admitted=ruling["admitted"],
            reason=ruling["reason"],
        )

    def _keep_items(self, answer: Table) -> None:
        """Remember which row each point of the content became, by its first target."""
        organisation = self.story.organisations[answer["organisation"]]
        with self.story.reading() as session:
            rows = session.execute(
                sa.select(ResponseItemRow.key, ResponseItemRow.id, ResponseVersion.id)
                .join(ResponseVersion, ResponseVersion.id == ResponseItemRow.response_version_id)
                .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
                .where(ResponseRow.consultation_id == self.id, ResponseRow.organisation_id == organisation)
                .order_by(ResponseVersion.number)
            ).all()
        ids = {key: item_id for key, item_id, _ in rows}
        prefix = f"{self.folder}/{self.row['key']}"
        self.story.made["response_version", f"{prefix}/{answer['organisation']}"] = rows[-1][2]
        for item in answer["item"]:
            self.story.made["item", f"{prefix}/{item['key']}"] = ids[self._target(item["targets"][0])]

    def _typed(self, item: Table) -> TypedItem:
        targets = [self._target(each) for each in item["targets"]]
        exception = item.get("confidentiality")
        version = None
        if "public_version" in item:
            version = PublicVersion(item["public_version"], "", item.get("public_shows_position", False))
        return TypedItem(
            targets[0],
            tuple(dict.fromkeys(targets[1:])),
            position=position_named(item.get("position")),
            chosen=item.get("chosen", ""),
            comment=item.get("comment", ""),
            own_wording=item.get("own_wording", ""),
            objectives=tuple(item.get("objectives", ())),
            confidentiality=Confidentiality(exception) if exception else None,
            public_version=version,
            declared_blank=item.get("declared_blank", False),
        )

    def _target(self, target: Table) -> str:
        story = self.story
        if "question" in target:
            key = f"{self.folder}/{self.row['key']}/{target['question']}"
            return f"question:{story.made['question', key]}"
        if "observation" in target:
            made = story.made["observation", f"{self.folder}/{target['document']}/{target['observation']}"]
            return f"observation:{made}"
        version_id = self._text(target["document"])
        clause, view = (
            (target["clause"], View.CLEAN) if "clause" in target else (target["clause_in_force"], View.IN_FORCE)
        )
        with story.reading() as session:
            found = LabelIndex(redline_of(session, version_row(session, version_id))).resolve(clause, view)
        if not found:
            raise LookupError(f"{self.folder}: {target['document']} has no clause {clause}")
        return f"clause:{version_id}:{found[0].key}"

    def _text(self, code: str) -> int:
        """The version that is consulted on: where a document has not come that far, the last one it has."""
        keys = [("legal_text", f"{self.folder}/{code}/{number}") for number in range(self.version, 0, -1)]
        return int(next(self.story.made[key] for key in keys if key in self.story.made))

    def _share_and_confirm(self, replies: list[Table]) -> None:
        """The Proposer is shown all points at once, and each who decided confirms theirs in one act."""
        story = self.story
        shared = [reply for reply in replies if reply["decided_by"] == DecidedBy.PROPOSER]
        if shared:
            when = max(story.dates.instant(reply["drafted_at"]) for reply in shared) + timedelta(minutes=5)
            story.at(when, partial(self._share, shared, when))
        by_decision: dict[tuple[str, str], list[Table]] = defaultdict(list)
        for reply in replies:
            by_decision[reply["confirmed_by"], reply.get("evidence", "")].append(reply)
        for (person, evidence), theirs in by_decision.items():
            when = max(story.dates.instant(reply["confirmed_at"]) for reply in theirs)
            story.at(when, partial(self._confirm, theirs, person, evidence, when))

    def _share(self, replies: list[Table], when: datetime) -> None:
        items = [self._item(reply["item"]) for reply in replies]
        analyst = self.row["prepared_by"]
        self.story.act(dispositions.share_with_proposer, analyst, when, consultation_id=self.id, item_ids=items)

    def _draft_reply(self, reply: Table, when: datetime) -> None:
        changed = self._hunks(reply.get("changes", ()))
        cancelled = self._hunks(reply.get("cancels", ()))
        self.story.act(
            dispositions.draft_reply,
            reply["drafted_by"],
            when,
            consultation_id=self.id,
            item_id=self._item(reply["item"]),
            reply=dispositions.NewReply(
                DispositionKind(reply["disposition"]),
                reply.get("detail", ""),
                DecidedBy(reply["decided_by"]),
                is_editorial=reply.get("editorial", False),
                adopted_wording=reply.get("adopted_wording", ""),
                duplicate_of_id=self._item(reply["duplicate_of"]) if "duplicate_of" in reply else None,
                hunks_changed=tuple(each for each in changed if each not in cancelled),
                hunks_cancelled=cancelled,
            ),
        )

    def _confirm(self, replies: list[Table], person: str, evidence: str, when: datetime) -> None:
        items = [self._item(reply["item"]) for reply in replies]
        with self.story.reading() as session:
            seen = session.execute(
                sa.select(DispositionRow.response_item_id, DispositionRow.version).where(
                    DispositionRow.response_item_id.in_(items)
                )
            )
            versions = {row.response_item_id: row.version for row in seen}
        done = self.story.act(
            dispositions.confirm_replies,
            person,
            when,
            consultation_id=self.id,
            seen_versions=versions,
            evidence=evidence,
        )
        if done.refused:
            raise RuntimeError(f"{self.folder}: {done.refused}")

    def _hunks(self, places: Iterable[Table]) -> tuple[int, ...]:
        ids: list[int] = []
        for place in places:
            version_id = self._text(place["document"])
            keys = hunks_in(self.story, self.folder, place["document"], self.version, place["clause"])
            with self.story.reading() as session:
                mine = sa.and_(HunkRow.legal_text_version_id == version_id, HunkRow.key.in_(keys))
                ids += session.scalars(sa.select(HunkRow.id).where(mine).order_by(HunkRow.position))
        return tuple(dict.fromkeys(ids))

    def _ready(self, when: datetime) -> None:
        """Write the summary, and pass what the leak check finds with a reason."""
        story, row = self.story, self.row
        analyst = row["prepared_by"]
        if "summary" in row:
            with story.reading() as session:
                seen = session.get_one(ConsultationRow, self.id).version
            story.act(
                consultations.write_summary,
                analyst,
                when,
                consultation_id=self.id,
                seen_version=seen,
                summary=row["summary"],
            )
        with story.reading() as session:
            consultation = session.get_one(ConsultationRow, self.id)
            findings = [one.id for one in readiness(session, row=consultation).findings if not one.is_decided]
        if findings:
            story.act(
                consultations.decide_leaks,
                analyst,
                when,
                consultation_id=self.id,
                findings=findings,
                reason="Looked at: the words are in the public report already (illustrative).",
            )

    def _cancel(self, when: datetime) -> None:
        """Cancel the changes that a reply cancelled, so that they stay visible with the reason."""
        for reply in self.replies:
            for place in reply.get("cancels", ()):
                self.story.at(when, partial(self._cancel_in, place, when))

    def _cancel_in(self, place: Table, when: datetime) -> None:
        version_id = self._text(place["document"])
        for key in hunks_in(self.story, self.folder, place["document"], self.version, place["clause"]):
            self.story.act(
                legal_text.cancel_hunk,
                self.row["prepared_by"],
                when,
                version_id=version_id,
                hunk_key=key,
                because=f"a response to the {self.row['title']}",
            )

    def _item(self, key: str) -> int:
        return int(self.story.made["item", f"{self.folder}/{self.row['key']}/{key}"])

    def _name(self, organisation: str) -> str:
        names = {row["key"]: str(row["name"]) for row in read("organisations.toml")["organisation"]}
        return names[organisation]
