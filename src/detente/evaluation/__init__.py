"""Accuracy on labelled files that nobody here wrote: hand-coded articles, PLOVER gold records."""
