"""Asking addresses elsewhere whether they still answer, without being led to where nobody may look."""
