"""Bluesky and the AT Protocol behind the port."""

from bot.platforms.bluesky.normalise import normalise
from bot.platforms.bluesky.options import Compression, Options, Wire
from bot.platforms.bluesky.platform import SERVICE, Bluesky, identify

__all__ = ["SERVICE", "Bluesky", "Compression", "Options", "Wire", "identify", "normalise"]
