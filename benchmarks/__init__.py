"""Measurements over generated content; they print tables and assert nothing."""
