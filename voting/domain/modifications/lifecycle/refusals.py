"""The refusals of a move, one class for each reason."""

from voting.domain.errors import RuleBroken


class MoveRefused(RuleBroken):
    """A move that cannot be made; the subclass says why."""


class NotFromThisStage(MoveRefused):
    """The move does not start at the stage where the modification stands."""


class NotTheirsToCause(MoveRefused):
    """The move cannot be caused by this body or person."""


class EvidenceMissing(MoveRefused):
    """Nothing proves that the move was made."""


class EvidenceOfWrongKind(MoveRefused):
    """The evidence is not of a kind that can prove this move."""


class EvidenceFromTheFuture(MoveRefused):
    """The evidence is dated after today."""


class NotYetConverted(MoveRefused):
    """A Draft Proposal, where a Modification Proposal is needed."""


class ConvertedBefore(MoveRefused):
    """A Modification Proposal, where a Draft Proposal is needed."""


class PathNotSet(MoveRefused):
    """Nobody has set the path yet."""


class UrgentBefore(MoveRefused):
    """The modification is urgent already."""


class IsOnHold(MoveRefused):
    """The modification is on hold."""


class IsNotOnHold(MoveRefused):
    """The modification is not on hold."""


class ReportNotDrafted(MoveRefused):
    """There is no Modification Report to approve."""


class ReportNotApproved(MoveRefused):
    """The Modification Report has not been approved."""


class ReportAlreadyApproved(MoveRefused):
    """The Modification Report has its approval."""


class ReportNotPublished(MoveRefused):
    """The Modification Report has not been published."""


class ReportConsultationNotClosed(MoveRefused):
    """No Modification Report Consultation has closed."""


class ResponsesNotPublished(MoveRefused):
    """The responses that the Board must read are not published."""


class ConsultationOpen(MoveRefused):
    """A consultation is still open."""


class BallotOpen(MoveRefused):
    """The Board's vote is still open."""


class DecidedElsewhere(MoveRefused):
    """On this path somebody else decides."""


class NoPublishedResult(MoveRefused):
    """The result of the Board's vote is not published."""


class ResultSaysOtherwise(MoveRefused):
    """The published result of the Board's vote is another one."""


class ResultIsPublished(MoveRefused):
    """The Board's vote has a published result, which cannot be passed over."""


class ResultStands(MoveRefused):
    """The published result of the Board's vote is the one that brought the modification where it stands."""


class NoReferralWindow(MoveRefused):
    """The decision cannot, or can no longer, be referred to the Authority."""


class ReferralWindowOpen(MoveRefused):
    """A Party may still refer the decision to the Authority."""


class ReleaseDateNotReached(MoveRefused):
    """The release that implements the modification lies in the future, or is not set."""


class DetailMissing(MoveRefused):
    """Something that the move needs was not given."""


class DetailWrong(MoveRefused):
    """Something that the move needs was given and cannot be right."""
