"""The blog: what ION staff and members publish to read."""
