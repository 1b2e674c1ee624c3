"""Bytes -> text: byte order marks, UTF-8, UTF-16 without a mark, older code pages; never a guess passed off as text."""

from __future__ import annotations

import codecs
import re

MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAX_CONTROL_SHARE = 0.01  # old wire copy holds a few control characters, binary data many
MAX_ACCENTED_SHARE = 0.1  # above it, text is hardly English in a Western code page: ask the detector
SAMPLE_SIZE = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NEWLINES = re.compile(r"\r\n?")
_SURROGATES = re.compile("[\ud800-\udfff]")


class NotText(ValueError):
    """Bytes that cannot be read as text; the message says why."""


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 by mark, or UTF-16 by the zeros that Latin letters leave in it; None for everything else."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return None if name == "utf-8" else name
    if len(head) < 4:
        return None
    sample = head[: len(head) & ~1]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    if even > 0.7 and odd < 0.05:
        return "utf-16-be"
    return None


def _without_mark(data: bytes) -> tuple[bytes, str | None]:
    for mark, name in MARKS:
        if data.startswith(mark):
            return data[len(mark) :], name
    return data, None


def _older(data: bytes, declared: str | None) -> str:
    """Text in a code page that is not Unicode: the declared one, Windows-1252, or what the detector finds."""
    if declared:
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass  # pages declare what they are not; go by the bytes
    accented = sum(byte > 127 for byte in data[:SAMPLE_SIZE]) / max(1, min(len(data), SAMPLE_SIZE))
    if accented < MAX_ACCENTED_SHARE:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_SIZE]).best()
    if best is not None:
        try:
            return data.decode(best.encoding)
        except UnicodeDecodeError:
            pass
    raise NotText("the character encoding cannot be told")


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text in `data`, which is all of a file or one line of it; without its byte order mark.

    Unicode is tried before `declared`, an encoding named by the file itself. NotText for binary data.
    """
    body, marked = _without_mark(data)
    name = marked or wide_encoding(data[:SAMPLE_SIZE])
    if name is not None:
        try:
            text = body.decode(name)
        except UnicodeDecodeError as error:
            raise NotText(f"not valid {name.upper()} at byte {error.start + len(data) - len(body)}") from error
    else:
        if b"\x00" in body:
            raise NotText("holds NUL bytes: binary data, not text")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            text = _older(body, declared)
    check(text)
    return text


def check(text: str) -> None:
    """NotText where the characters show that it was not text."""
    if "\x00" in text:
        raise NotText("holds NUL characters: binary data, not text")
    if text and len(_CONTROL.findall(text)) > max(4, MAX_CONTROL_SHARE * len(text)):
        raise NotText("holds control characters throughout: binary data, not text")


def newlines(text: str) -> str:
    """ "\\r\\n" and "\\r" as "\\n"."""
    return _NEWLINES.sub("\n", text) if "\r" in text else text


def whole_characters(text: str) -> str:
    """The text with halves of characters (unpaired surrogates, which no encoding can hold) as U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)
