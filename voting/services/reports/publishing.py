"""Publishing a report as a second person, past findings only with a recorded reason."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.lint import Finding, Severity
from voting.domain.modifications.report import storable
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.domain.sentences import counted
from voting.models.modifications import LintAcceptance, Modification, ReportVersion
from voting.queries.reports.loading import draft_import_read, findings_on, preparers, read_of, version_row
from voting.services.history import record
from voting.services.intents import check_seen_version
from voting.services.reports.importing import check_draft


class ReasonMissing(RuleBroken):
    """Publishing past a finding takes a reason."""


class FindingUnknown(RuleBroken):
    """The report has no such finding, or no longer."""


class FindingsOpen(RuleBroken):
    """Findings that nobody has mended or passed with a reason."""


class PassagesUnread(RuleBroken):
    """Passages that found no place in the report."""


class DifferencesWait(RuleBroken):
    """A later draft waits to be taken or left."""


def open_findings(session: Session, row: ReportVersion) -> tuple[Finding, ...]:
    """The errors and warnings of a draft that nobody has passed with a reason; notes never stand in the way."""
    accepted = sa.select(LintAcceptance.rule, LintAcceptance.message).where(LintAcceptance.report_version_id == row.id)
    passed = {(rule, message) for rule, message in session.execute(accepted)}
    return tuple(
        finding
        for finding in findings_on(session, row)
        if finding.severity is not Severity.NOTE and (str(finding.rule), finding.message) not in passed
    )


def accept_finding(
    session: Session, *, actor: Actor, now: datetime, version_id: int, rule: str, message: str, reason: str
) -> None:
    """Pass one finding with a reason, which is kept and shown with the report."""
    row = version_row(session, version_id)
    modification = session.get_one(Modification, row.modification_id)
    check_permitted(actor, Action.EDIT_REPORT, Subject(state=modification.stage.value))
    check_draft(row)
    reason = storable(reason)
    if not reason:
        raise ReasonMissing("Say why the report is published with this finding.", "reason")
    if (rule, message) not in {(str(each.rule), each.message) for each in open_findings(session, row)}:
        raise FindingUnknown("The report no longer has this finding. Look at the findings again.")
    acceptance = LintAcceptance(
        report_version_id=row.id,
        rule=rule,
        message=message,
        reason=reason,
        accepted_by_id=actor.person_id,
        accepted_at=now,
    )
    session.add(acceptance)
    session.flush()
    record(
        session,
        now,
        Entry(
            "accept_finding",
            actor.person_id,
            (("lint_acceptance", acceptance.id), ("report_version", row.id)),
            facts={"rule": rule},
            texts={"message": message, "reason": reason},
            modification_id=row.modification_id,
        ),
    )


def publish_report(
    session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int | None = None
) -> None:
    """Publish a version as a second person; from then on it never changes.

    `seen_version` is what the publisher looked at, so that nothing else is published. Raises `VersionPublished`,
    `SeenVersionStale`, `DifferencesWait`, `PassagesUnread` and `FindingsOpen`.
    """
    row = version_row(session, version_id)
    modification = session.get_one(Modification, row.modification_id)
    about = Subject(state=modification.stage.value, prepared_by=preparers(session, row))
    check_permitted(actor, Action.PUBLISH_REPORT, about)
    check_draft(row)
    if seen_version is not None:
        check_seen_version(seen_version, row.version)
    if draft_import_read(session, row.id) is not None:
        raise DifferencesWait("A later draft waits beside this one. Take or leave its differences first.")
    unread = read_of(row).report.unread
    if unread:
        raise PassagesUnread(
            f"{counted(len(unread), 'passage')} found no place. Put each into a field or dismiss it by name."
        )
    findings = open_findings(session, row)
    if findings:
        raise FindingsOpen(
            f"{counted(len(findings), 'finding')} still open, the first: {findings[0].message} "
            "Mend it, or pass it with a reason."
        )
    row.published_at, row.published_by_id, row.version = now, actor.person_id, row.version + 1
    facts = {"version": row.number}
    changed = (("report_version", row.id),)
    record(
        session, now, Entry("publish_report", actor.person_id, changed, facts=facts, modification_id=modification.id)
    )
