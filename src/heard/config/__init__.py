"""Settings, addresses, the `heard` command: the only place that names every room."""
