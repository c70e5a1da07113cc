"""Mentoring cohorts: joining, ranking, runs of the matching, and what is published of them."""
