"""Reactions: like, save and follow, for every kind of thing."""
