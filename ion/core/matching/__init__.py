"""Matching mentors and mentees, pure: scores with reasons, the three modes of a cohort, and records that prove them.

Nothing here reads a database or a clock: equal inputs, in whatever order, give equal answers.
"""
