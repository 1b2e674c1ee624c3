"""The commands, by what they are about: each takes its arguments apart, calls a plain function, prints the result."""
