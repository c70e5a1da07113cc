"""Moderation: reports, blocks, what the site holds, and what ION staff decide."""
