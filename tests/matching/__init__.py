"""Matching, checked by other means."""
