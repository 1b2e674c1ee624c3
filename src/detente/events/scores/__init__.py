"""Measures of the parts of an event on the annotated data of others."""
