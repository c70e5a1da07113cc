"""What rooms tell each other, without doors between them. docs/signals.md lists who sends and who hears.

Every signal is sent inside the transaction of the deed; a hearer only adds rows.
"""

from blinker import signal

item_changed = signal("item-changed")
"""Sender: the Item that was made, edited, published or withdrawn. Whatever is derived from it is stale."""

item_removed = signal("item-removed")
"""Sender: the Item that is about to be deleted."""

item_published = signal("item-published")
"""Sender: the Item that is news: it came to its readers for the first time, and not long ago."""

account_changed = signal("account-changed")
"""Sender: the User whose way of signing in or rights changed; `what` is a key of the accounts room's CHANGES."""

work_waiting = signal("work-waiting")
"""Sent after a commit that left work in the outbox; sender is the string "outbox"."""
