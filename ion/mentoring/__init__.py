"""Mentors and those who ask them: profiles, needs, suggestions with reasons, requests and first calls."""
