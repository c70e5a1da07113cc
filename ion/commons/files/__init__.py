"""Files: uploads checked by signature, kept, and served to whoever may see what they hang on."""
