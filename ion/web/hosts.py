"""A request names a host that is ours, or is refused: what leaves the site must never repeat a stranger's Host."""

from flask import Flask, abort, request

from ion.base.config import Settings

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


def install(app: Flask, settings: Settings) -> None:
    """In production answer 400 to unknown hosts, but for the addresses that machines ask by number."""
    if not settings.is_production:
        return
    ours = settings.public_host.lower()

    @app.before_request
    def refuse_strangers() -> None:
        if request.host.lower() != ours and request.path not in OPEN_PATHS:
            abort(400)
