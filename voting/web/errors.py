"""What a refusal looks like as a page: a sentence that says what is wrong and what to do, with the right status."""

import structlog
from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from voting.domain.errors import NotFound, NotPermitted, RuleBroken
from voting.services.intents import SeenVersionStale

log = structlog.get_logger()

_SENTENCES = {
    400: "The request could not be understood. Go back and try again.",
    403: "You may not do this.",
    404: "There is no page here. The address may be wrong, or the page may not be for you.",
    405: "This address takes no such request.",
    413: "The file is too large. A file may have at most 25 MB; split it, or leave out pictures.",
    429: "Too many requests. Wait a little and try again.",
    500: "Something went wrong on our side. Nothing was recorded; try again, and tell SECAS if it happens twice.",
}
_TITLES = {403: "Not for you", 404: "Page not found", 413: "File too large", 500: "Something went wrong"}


def register(app: Flask) -> None:
    """Answer every error with a page of our own."""
    app.register_error_handler(RuleBroken, refused)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def refused(error: RuleBroken) -> tuple[str, int]:
    """A rule that broke outside of a form."""
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 422)
    return _page(status, str(error))


_STATUS: dict[type[RuleBroken], int] = {NotFound: 404, NotPermitted: 403, SeenVersionStale: 409}


def _form_too_old(_error: CSRFError) -> tuple[str, int]:
    return _page(400, "This form was opened before you signed in or out. Go back, reload the page, and send it again.")


def _http(error: HTTPException) -> tuple[str, int]:
    status = error.code or 500
    return _page(status, _SENTENCES.get(status, error.description or "The request could not be answered."))


def _failed(error: Exception) -> tuple[str, int]:
    log.error("request failed", exc_info=error)
    return _page(500, _SENTENCES[500])


def _page(status: int, sentence: str) -> tuple[str, int]:
    return render_template(
        "errors/error.html", title=_TITLES.get(status, "This could not be done"), sentence=sentence, status=status
    ), status
