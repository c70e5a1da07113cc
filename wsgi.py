"""For WSGI servers: `gunicorn wsgi:app`. `ion serve` starts this together with the worker."""

from ion.app import create_app
from ion.worker import wake_on_commit

app = create_app()
wake_on_commit(app)
