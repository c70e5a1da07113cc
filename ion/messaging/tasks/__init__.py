"""Work of messaging that is done outside of any request: mail about messages, and answers that come by mail."""

from ion.messaging.tasks.telling import BATCH, mail

__all__ = ["BATCH", "mail"]
