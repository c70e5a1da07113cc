"""Verbs: copy one's data, leave and take it back, hand roles over, place and lift holds, decide how long is kept."""
