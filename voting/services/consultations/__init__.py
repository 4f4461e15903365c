"""What SECAS does to a consultation, from preparing it to publishing its answers; one function a use case."""

from voting.services.consultations.carrying import carry_replies
from voting.services.consultations.extending import ExtensionOvertaken, confirm_extension, request_extension
from voting.services.consultations.late import NotReadyForRuling, rule_on_late
from voting.services.consultations.opening import (
    DraftInConsultation,
    OpensBeforeIssue,
    ReportNotNamed,
    open_consultation,
)
from voting.services.consultations.preparing import (
    Contents,
    DocumentTwice,
    ModificationOver,
    NewQuestion,
    NobodyNew,
    NotOfThisModification,
    QuestionIncomplete,
    TitleMissing,
    default_questions,
    edit_consultation,
    edit_questions,
    invite_organisations,
    prepare_consultation,
    set_invitations,
)
from voting.services.consultations.publishing import (
    NoSuchFinding,
    decide_leaks,
    publish_consultation,
    write_summary,
)
from voting.services.consultations.reminding import MailIncomplete, NobodyIsSilent, Reminded, remind_silent
from voting.services.consultations.withdrawing import withdraw_consultations

__all__ = [
    "Contents",
    "DocumentTwice",
    "DraftInConsultation",
    "ExtensionOvertaken",
    "MailIncomplete",
    "ModificationOver",
    "NewQuestion",
    "NoSuchFinding",
    "NobodyIsSilent",
    "NobodyNew",
    "NotOfThisModification",
    "NotReadyForRuling",
    "OpensBeforeIssue",
    "QuestionIncomplete",
    "Reminded",
    "ReportNotNamed",
    "TitleMissing",
    "carry_replies",
    "confirm_extension",
    "decide_leaks",
    "default_questions",
    "edit_consultation",
    "edit_questions",
    "invite_organisations",
    "open_consultation",
    "prepare_consultation",
    "publish_consultation",
    "remind_silent",
    "request_extension",
    "rule_on_late",
    "set_invitations",
    "withdraw_consultations",
    "write_summary",
]
