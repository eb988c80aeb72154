"""Facts to RDF: the store, its encoding, and the questions asked of it."""
