"""What may be said: types, event kinds, names and metrics. Knows nothing of the other rooms."""
