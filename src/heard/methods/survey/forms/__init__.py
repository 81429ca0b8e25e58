"""What is accepted: answers, questions, keyed-in responses, files."""
