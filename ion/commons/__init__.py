"""Behavior that rooms share: it knows no room, and there are no doors among themselves."""
