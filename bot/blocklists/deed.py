"""What carrying out a list does about somebody."""

from enum import StrEnum


class Deed(StrEnum):
    """What is done about somebody."""

    MUTE = "mute"
    BLOCK = "block"
    BLOCK_DOMAIN = "block_domain"
