"""Files, pages, feeds and archives -> Article.

`read(path)` finds out once what a file is, from its content, and streams the articles in it. Whatever cannot be used
is reported as a SourceError that names the file and the item; the rest is read on.

The text of an article is the text as given. Plain text and pages are decoded (byte order mark dropped, "\\r\\n" and
"\\r" read as "\\n", as Python's own text files do); the fields of records (JSON, CSV, Parquet) are kept to the
character. Offsets in everything that detente says point into `Article.text`.
"""

from __future__ import annotations

from detente.sources.furniture import PROSE, prepare, segments
from detente.sources.places import files_of
from detente.sources.reading import read
from detente.sources.sniff import FORMATS

__all__ = ["FORMATS", "PROSE", "files_of", "prepare", "read", "segments"]
