"""The ground under everything: settings, the database handle, vocabularies, built assets."""
