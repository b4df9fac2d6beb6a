"""What kind of file some bytes are, by the bytes themselves and nobody's word."""

from typing import Final

UNKNOWN: Final = "application/octet-stream"
_STARTS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"PK\x03\x04", "application/zip"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS: Final = {b"avif": "image/avif", b"heic": "image/heic", b"qt  ": "video/quicktime", b"M4A ": "audio/mp4"}


def kind(raw: bytes) -> str:
    """The media type, as `image/png`; UNKNOWN where the first bytes tell none."""
    if raw[:4] == b"RIFF":
        return _RIFF.get(raw[8:12], UNKNOWN)
    if raw[4:8] == b"ftyp":
        return _BRANDS.get(raw[8:12], "video/mp4")
    return next((name for start, name in _STARTS if raw.startswith(start)), UNKNOWN)
