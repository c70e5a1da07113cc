"""Peer-learning groups: a series of calls with a facilitator, a discussion page and a roster."""
