"""HTML from elsewhere becomes ION's Markdown: what files hold that are imported, what people paste, what Word keeps."""
