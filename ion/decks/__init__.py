"""Decks: slides with notes, from Markdown or PowerPoint, shown one by one and as an outline."""
