"""Numbers for Prometheus, of all worker processes together; only for whoever holds ION_METRICS_TOKEN."""

import hmac
import os
import time

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from ion.core import outbox

bp = Blueprint("metrics", __name__)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
SEEN = Counter("ion_requests_total", "Requests answered.", ["endpoint", "method", "status"])
TOOK = Histogram("ion_request_seconds", "Seconds until the answer was ready.", ["endpoint"])
WAITING = Gauge("ion_outbox_waiting", "Pieces of work due and not done.", multiprocess_mode="mostrecent")


@bp.get("/metrics")
def metrics() -> Response:
    """Counters in Prometheus' text form; 404 unless a token is set and sent as a bearer token."""
    token = current_app.config["ION_METRICS_TOKEN"]
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(token.encode(), sent.encode()):
        abort(404)
    WAITING.set(outbox.waiting())
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def install(app: Flask) -> None:
    """Count every answer by endpoint, never by address: an address may name a thing or a person."""

    @app.before_request
    def begin() -> None:
        g.measured_from = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        method = request.method if request.method in METHODS else "other"  # a stranger may send any word
        SEEN.labels(endpoint, method, str(response.status_code)).inc()
        if "measured_from" in g:
            TOOK.labels(endpoint).observe(time.perf_counter() - g.measured_from)
        return response
