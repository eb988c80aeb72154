"""The graph for others: one module a format, and the command line."""
