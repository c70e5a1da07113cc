"""Mentorships: two people who chose each other for a while, with goals, sessions, tasks and a guided path."""
