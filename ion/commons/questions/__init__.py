"""Questions that people ask of an item, with votes, moderators and answers; and polls."""
