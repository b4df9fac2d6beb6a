"""Where links go, as far as they say it themselves: nothing is ever fetched, and no shortened link is followed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

DOT: Final = r"(?:[.。]|\s?[\[({]\s?(?:\.|dot|point)\s?[\])}]\s?)"
"""A dot, or one in brackets, as people write it so that it is no link: `[.]`, `(dot)`."""
LABEL: Final = r"[^\W_][\w-]{0,62}"
ADDRESS: Final = re.compile(
    rf"h(?:tt|xx|\*\*)ps?(?::|\[:\])[/\\]{{2}}((?>{DOT}|[^\s/\\?#<>\"«»]){{1,256}})", re.IGNORECASE
)
"""`http://`, `hxxps://` and their like, with what follows: user and password, host, port."""
WHOLE: Final = re.compile(rf"{ADDRESS.pattern}\S*", re.IGNORECASE)
BARE: Final = re.compile(rf"(?<![\w@.-])({LABEL}(?:{DOT}{LABEL}){{1,10}})(?![\w@-])(?:[/:?#]\S*)?", re.IGNORECASE)
"""A host name without http, with its path, but no e-mail address and no handle."""
DOTS: Final = re.compile(DOT, re.IGNORECASE)
NESTED: Final = 2
"""How often a link is unwrapped that carries another, as those of archives and redirectors do."""
SHORTENERS: Final = frozenset(
    {
        *("bit.ly", "buff.ly", "cutt.ly", "dlvr.it", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "s.id", "t.co"),
        *("shorturl.at", "t.ly", "tiny.cc", "tinyurl.com", "tr.im", "urlz.fr", "v.gd"),
    }
)
"""Hosts whose links say nothing of where they lead."""


def hosts(text: str, links: Iterable[str]) -> frozenset[str]:
    """The hosts that links name and those that stand in the text as such, each as `readable` writes it."""
    return frozenset(readable(host) for place in (*links, text) for host in _named(_plain(place)))


def within(host: str, domain: str) -> bool:
    """Whether a host is a domain or one of its subdomains; both as `readable` writes them."""
    return host == domain or host.endswith(f".{domain}")


def readable(host: str) -> str:
    """A host name in small letters, its labels as people read them and not in punycode, without the dot at its end."""
    return ".".join(map(_label, _plain(host).lower().replace("。", ".").strip(".").split(".")))


def _named(text: str) -> Iterator[str]:
    opened = text
    for _ in range(NESTED + 1):
        yield from (_host(address[1]) for address in ADDRESS.finditer(opened))
        opened = unquote(opened)
    yield from (_host(bare[1]) for bare in BARE.finditer(WHOLE.sub(" ", text)))


def _host(address: str) -> str:
    """Without user and password, which stand before the last @, and without the port."""
    return DOTS.sub(".", unquote(address)).rpartition("@")[2].partition(":")[0]


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return _plain(label[4:].encode("ascii").decode("punycode")).lower()
    except UnicodeError:  # no punycode after all: then it is a name like any other
        return label


def _plain(text: str) -> str:
    """Without the invisible, and with full-width letters, circled ones and their like as what they stand for."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", "".join(one for one in text if unicodedata.category(one) != "Cf"))
