"""Text to facts: documents in, entities and events with their evidence out."""
