"""Reading what publishing knows of an item: its versions, where it stands, and what is missing before it goes out."""
