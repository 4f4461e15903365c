"""Reading answers: the one reader of other people's, the page of one's own, and what waits for a second person."""

from voting.queries.responses.choosing import (
    AnsweringOrganisation,
    ChoicePage,
    EntryPage,
    answering_organisations,
    entry_page,
)
from voting.queries.responses.consulted import ConsultationView
from voting.queries.responses.own import respond_page
from voting.queries.responses.own_values import (
    ClauseView,
    OwnPoint,
    PlaceView,
    RespondPage,
    TextView,
    VersionView,
)
from voting.queries.responses.readable import readable_answers
from voting.queries.responses.readable_values import (
    ReadableAnswers,
    ReadableItem,
    ReadableReply,
    ReadableRespondent,
    ReadableTarget,
)
from voting.queries.responses.replies import ChangedText
from voting.queries.responses.targets import TargetView
from voting.queries.responses.versions import (
    EnteredVersion,
    FullVersion,
    SubmittedPoint,
    entered_version,
    evidence_file,
    own_version,
)

__all__ = [
    "AnsweringOrganisation",
    "ChangedText",
    "ChoicePage",
    "ClauseView",
    "ConsultationView",
    "EnteredVersion",
    "EntryPage",
    "FullVersion",
    "OwnPoint",
    "PlaceView",
    "ReadableAnswers",
    "ReadableItem",
    "ReadableReply",
    "ReadableRespondent",
    "ReadableTarget",
    "RespondPage",
    "SubmittedPoint",
    "TargetView",
    "TextView",
    "VersionView",
    "answering_organisations",
    "entered_version",
    "entry_page",
    "evidence_file",
    "own_version",
    "readable_answers",
    "respond_page",
]
