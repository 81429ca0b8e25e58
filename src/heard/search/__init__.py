"""Find what is public. `search.actions.put`, `search.actions.drop`, `search.queries.find`."""
