"""The sample network, made of files, so that a fresh site is worth walking through."""
