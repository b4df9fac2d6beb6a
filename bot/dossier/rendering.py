"""The two renderings of one selection."""

from enum import StrEnum


class Rendering(StrEnum):
    """For whom it is."""

    SEALED = "sealed"
    """Complete, with the originals; it leaves encrypted only."""
    REDACTED = "redacted"
    """For the file that the other side will read."""
