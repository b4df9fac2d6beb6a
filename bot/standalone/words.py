"""What the originals say, as they were received: the words of a message, and who wrote it, read out of their JSON."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from bot.standalone.tokens import Bad
from bot.standalone.trail import UNREADABLE

WITHIN = ("payload", "commit", "post", "status", "record", "value")
"""Where platforms have the message, in what they send of it."""
MESSAGE = {"status", "record", "value"}
"""What is the message itself."""
REST = r"""(?:\s(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*)?"""
SIMPLE = re.compile(rf"</?(?:p|br|a|span|div|em|strong|b|i|u|s|del|code|pre|blockquote){REST}/?>", re.IGNORECASE)
HIDDEN = re.compile(r'<span\s[^<>]*class="[^"<>]*\binvisible\b[^<>]*>[^<>]*</span>', re.IGNORECASE)
LINK = re.compile(r'<a\s[^<>]*href="([^"<>]*)"[^<>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)
UNSURE = "\0"
"""What stands for words that could not be told from markup: no message has this sign alone."""
LONE = re.compile("[\ud800-\udfff\0]")


def compared(text: str, author: str, originals: list[bytes]) -> str:
    """How words stand to the originals: `same`, `other`, `author` (somebody else wrote them), or `unread`."""
    for raw in originals:
        levels = list(_levels(raw))
        wrote = {one for level in levels for one in _authors(level)}
        if wrote and not any(author.endswith((f":{one}", f"/{one}")) for one in wrote):
            return "author"
        if levels and (said := _said(levels[-1])):
            if said[-1] == UNSURE:
                return "unread"
            return "same" if _letters(said[-1]) == _letters(text) else "other"
    return "unread"


def _levels(raw: bytes) -> Iterator[dict[str, Any]]:
    """What was received, and within it the message itself; not what its author may have put into that."""
    try:
        value = json.loads(raw)
    except UNREADABLE:
        return
    name = ""
    while isinstance(value, dict):
        yield value
        if name in MESSAGE or isinstance(value.get("text"), str):
            return
        name = next((one for one in WITHIN if isinstance(value.get(one), dict)), "")
        value = value.get(name)


def _authors(level: dict[str, Any]) -> Iterator[str]:
    """The stable id of who wrote it, as it says."""
    author, account = level.get("author"), level.get("account")
    named = [level.get("did")]
    named += [author.get("did"), author.get("id")] if isinstance(author, dict) else []
    named += [account.get("id")] if isinstance(account, dict) and "content" in level else []
    yield from (one for one in named if isinstance(one, str))


def _said(level: dict[str, Any]) -> list[str]:
    """The words at this level, if it has any."""
    try:
        if isinstance(level.get("content"), str):
            options = (level.get("poll") or {}).get("options") or ()
            answers = [one.get("title") or "" for one in options]
            return ["".join((level.get("spoiler_text") or "", _plain(level["content"]), *answers))]
    except (Bad, *UNREADABLE):
        return [UNSURE]
    return [level["text"]] if isinstance(level.get("text"), str) else []


def _plain(html: str) -> str:
    """Simple markup read as a person sees it; Bad where it is not simple."""
    if html.count("<a ") != html.count("</a>"):
        raise Bad("a link is left open")
    shown = LINK.sub(lambda link: link[1] if SIMPLE.sub("", link[2]) == link[1] else link[2], html)
    shown = HIDDEN.sub("", shown)
    unsure = re.search("<[^<>]*invisible", shown)
    shown = SIMPLE.sub("", shown)
    if unsure or "<" in shown:
        raise Bad("this markup is not read here")
    return unescape(shown)


def _letters(text: str) -> str:
    """Without spaces, and with one sign for what is none."""
    return "".join(LONE.sub("\ufffd", text).split())
