"""Publishing: how items of every kind are written, reviewed, cleared, scheduled, published and withdrawn."""
