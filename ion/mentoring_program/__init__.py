"""The mentoring program as ION staff see it: who waits and why, unmet topics, figures, lists in and out."""
