"""Mail that comes in, read: who wrote it, to which address, what is new in it, and what hangs on it. Pure."""

from ion.messaging.incoming.letters import LARGEST, Letter, Part, Unreadable, read

__all__ = ["LARGEST", "Letter", "Part", "Unreadable", "read"]
