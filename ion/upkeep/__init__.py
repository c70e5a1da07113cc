"""Upkeep: stale content, broken outside links, redirects, and the tables of topics and series."""
