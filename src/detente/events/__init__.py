"""Events: who did what to whom, by whose word, when, and whether it came to pass."""
