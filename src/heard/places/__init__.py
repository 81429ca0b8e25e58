"""Where things happen: areas with their versions, published figures with their sources, venues."""
