"""The style sheet and the script: put together once at start, served under their fingerprint, cached for ever."""

import hashlib

from flask import Flask, Response, abort, url_for

from voting import paths

# Order matters in the style sheet: tokens first, print last.
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def register(app: Flask) -> None:
    """Add `asset_url(name)` for templates and the route behind it."""
    contents = _assets()
    fingerprints = {name: hashlib.sha256(content).hexdigest()[:16] for name, content in contents.items()}

    # One word for all of them, for pages whose tag has to change when the style sheet does.
    app.config["ASSETS"] = hashlib.sha256(repr(sorted(fingerprints.items())).encode()).hexdigest()[:16]

    def asset_url(name: str) -> str:
        return url_for("asset", fingerprint=fingerprints[name], name=name)

    def asset(fingerprint: str, name: str) -> Response:
        if fingerprints.get(name) != fingerprint:
            abort(404)
        response = Response(contents[name], mimetype=MEDIA_TYPES["." + name.rsplit(".", 1)[1]])
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    app.add_template_global(asset_url)
    app.add_url_rule("/assets/<fingerprint>/<name>", "asset", asset)


def _assets() -> dict[str, bytes]:
    static = paths.static_dir()
    sheets = sorted((static / "css").glob("*.css"))
    assets = {path.name: path.read_bytes() for path in static.iterdir() if path.suffix in MEDIA_TYPES}
    assets["voting.css"] = b"\n".join(path.read_bytes() for path in sheets)
    return assets
