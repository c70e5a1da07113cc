"""What a GET may leave behind is written once its answer has gone out; a failure is logged, never shown."""

from collections.abc import Callable

import structlog
from flask import Response, current_app

from ion.base.extensions import db


def afterwards(response: Response, failure: str, sight: Callable[[], object]) -> Response:
    """Let `sight` write once this answer has been sent; `failure` is what the log says when it cannot."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def write() -> None:
        with app.app_context():
            try:
                sight()
            except Exception as error:  # noqa: BLE001 - a lost mark is better than a failed page
                structlog.get_logger("ion.visits").warning(failure, error=repr(error))
            finally:
                db.session.remove()

    response.call_on_close(write)
    return response
