"""One document's text as a file: Word, PDF, a page, Akoma Ntoso, plain text."""

from flask import abort, request
from werkzeug.wrappers import Response

from exports.legal_text import MEDIA_TYPES, TextForm, legal_text_file
from voting.domain.people import Action
from voting.queries.legal_text.exporting import text_to_export
from voting.web.edge import Answer, current_actor, reading, requires
from voting.web.legal_text import blueprint


@blueprint.get("/<slug>/files/<form>")
@requires(Action.READ_PUBLIC)
def taken_away(number: str, slug: str, form: str) -> Answer:
    """The text in one of its forms; `?version=` for an earlier version."""
    if form not in set(TextForm):
        abort(404)
    with reading() as (db, _now):
        source = text_to_export(
            db,
            viewer=current_actor(),
            number=number,
            slug=slug,
            version_number=request.args.get("version", type=int),
        )
    content = legal_text_file(source, TextForm(form))
    return Response(
        content,
        content_type=MEDIA_TYPES[TextForm(form)],
        headers={
            "Content-Disposition": f'attachment; filename="{source.stem}-{form}"',
            "Cache-Control": "private, no-cache",
        },
    )
