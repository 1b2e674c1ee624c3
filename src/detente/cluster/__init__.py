"""The whole flow on a cluster, from Parquet to Parquet: files -> articles -> coded rows -> the books, or sets."""

from detente.cluster.books import add
from detente.cluster.sets import code

__all__ = ["add", "code"]
