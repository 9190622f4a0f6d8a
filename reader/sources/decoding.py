"""Inflating answers: gzip, deflate, br and zstd, never beyond a limit."""

from __future__ import annotations

import importlib.util
import zlib
from functools import cache

from reader.sources.errors import FetchError

_STEP = 1 << 16


@cache
def accepted() -> str:
    """What `inflate` can undo here, for the Accept-Encoding header."""
    names = ["gzip", "deflate"]
    if importlib.util.find_spec("brotli"):
        names.append("br")
    if importlib.util.find_spec("zstandard"):
        names.append("zstd")
    return ", ".join(names)


def inflate(body: bytes, encodings: str, limit: int) -> bytes:
    """The body as it was before it was compressed.

    Raises FetchError for more than ``limit`` bytes, for an encoding that is not known, and
    for a body that is damaged.
    """
    for name in reversed([part.strip().lower() for part in encodings.split(",")]):
        if name in ("", "identity") or not body:
            continue
        try:
            body = _inflate(body, name, limit)
        except FetchError:
            raise
        except Exception as error:  # each library raises its own
            raise FetchError(
                "the server sent a compressed answer that is damaged", "encoding"
            ) from error
    return body


def too_long(limit: int) -> FetchError:
    """The error for an answer beyond a limit of bytes."""
    return FetchError(f"it is longer than the limit of {limit / 1e6:g} MB", "size")


def _inflate(body: bytes, name: str, limit: int) -> bytes:
    if name in ("gzip", "x-gzip"):
        return _zlib(body, 31, limit)
    if name == "deflate":
        try:
            return _zlib(body, 15, limit)
        except zlib.error:
            return _zlib(body, -15, limit)
    if name == "br":
        return _brotli(body, limit)
    if name in ("zstd", "zst"):
        return _zstd(body, limit)
    raise FetchError(
        f"the server sent it in an encoding that is not known ({name[:20]})", "encoding"
    )


def _zlib(body: bytes, window: int, limit: int) -> bytes:
    out = bytearray()
    while body:
        stream = zlib.decompressobj(window)
        out += stream.decompress(body, limit + 1 - len(out))
        if len(out) > limit:
            raise too_long(limit)
        if not stream.eof:
            raise FetchError("the compressed answer breaks off", "encoding")
        body = stream.unused_data
        if body[:2] != b"\x1f\x8b":
            break
    return bytes(out)


def _brotli(body: bytes, limit: int) -> bytes:
    import brotli

    stream = brotli.Decompressor()
    out = bytearray(stream.process(body, output_buffer_limit=_STEP))
    while not stream.is_finished():
        more = stream.process(b"", output_buffer_limit=_STEP)
        if not more:
            raise FetchError("the compressed answer breaks off", "encoding")
        out += more
        if len(out) > limit:
            raise too_long(limit)
    if len(out) > limit:
        raise too_long(limit)
    return bytes(out)


def _zstd(body: bytes, limit: int) -> bytes:
    import zstandard

    stream = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
        body, read_across_frames=True
    )
    out = bytearray()
    while chunk := stream.read(_STEP):
        out += chunk
        if len(out) > limit:
            raise too_long(limit)
    return bytes(out)
