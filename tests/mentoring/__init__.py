"""Mentors and requests."""
