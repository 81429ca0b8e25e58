"""What is accepted in a conversation, from residents and from officers."""
