"""JSON lines about requests, each with a request id that the answer carries too. Never a query text or a cookie."""

import logging
import re
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = {"/healthz", "/readyz", "/metrics"}
SECRETS = {"token", "secret"}
"""What a part of an address is called that proves something."""


def configure(*, as_json: bool) -> None:
    """Send log lines to standard error: JSON for machines, or plain text for a person at a terminal."""
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def told_path() -> str:
    """The path of this request; of a link that proves something, its pattern, so that no log holds a secret."""
    rule = request.url_rule
    return rule.rule if rule and SECRETS & rule.arguments else request.path


def install(app: Flask) -> None:
    """Give every request an id and one line when it ends."""
    log = structlog.get_logger("ion.request")

    @app.before_request
    def begin() -> None:
        sent = request.headers.get("X-Request-ID", "")
        g.request_id = sent if REQUEST_ID.fullmatch(sent) else secrets.token_hex(8)
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if request.path not in QUIET and not request.path.startswith("/static/") and not app.testing:
            milliseconds = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
            log.info(
                "request",
                method=request.method,
                path=told_path(),
                status=response.status_code,
                ms=milliseconds,
            )
        return response
