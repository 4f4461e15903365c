"""Where a modification's page leads: one place for the addresses of other capabilities' pages."""

from flask import url_for

from voting.queries.modifications.views import Change


def report(number: str, version: int) -> str:
    """A version of the Modification Report."""
    return url_for("reports.version", number=number, version=version)


def reports(number: str) -> str:
    """All versions, where SECAS imports and publishes."""
    return url_for("reports.versions", number=number)


def legal_text(number: str) -> str:
    """The documents with their redlines."""
    return url_for("legal_text.documents", number=number)


def observations(number: str) -> str:
    """The register of observations."""
    return url_for("observations.register", number=number)


def consultation(consultation_id: int) -> str:
    """A consultation."""
    return url_for("consultations.consultation", consultation_id=consultation_id)


def ballot(ballot_id: int) -> str:
    """A vote of the Change Board."""
    return url_for("ballots.ballot", ballot_id=ballot_id)


def result(ballot_id: int) -> str:
    """The published result of a vote."""
    return url_for("ballots.result", ballot_id=ballot_id)


def seen_on(number: str, change: Change) -> str:
    """Where a change is seen; empty where it is on the page itself."""
    match change.about:
        case "report":
            return report(number, change.about_id)
        case "legal_text":
            return legal_text(number)
        case "consultation":
            return consultation(change.about_id)
        case "ballot":
            return ballot(change.about_id)
        case "result":
            return result(change.about_id)
        case _:
            return ""
