"""The city's network: so far, who follows what, and the news that reaches them."""
