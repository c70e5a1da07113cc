"""Finding: one question to the search engine, answered as a page of hits, facets and filters in use."""
