"""Rules and writes of the directory."""
