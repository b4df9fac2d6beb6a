"""Which format a list is in, as its beginning shows."""

import re
from typing import Final

from bot.blocklists.formats.lines import encoding
from bot.blocklists.formats.table import cells, separator, with_commas
from bot.errors import Malformed

MEMBERS: Final = (
    (re.compile(r'"spec"\s*:\s*"rempart-list/'), "rempart"),
    (re.compile(r'"@spec"\s*:|"isBlocked"\s*:'), "rapidblock"),
    (re.compile(r'"orderedItems"\s*:|"OrderedCollection|fires\.jsonld'), "fires"),
    (re.compile(r'"digest"\s*:|"severity"\s*:'), "mastodon-public"),
    (re.compile(r'"domain"\s*:'), "gotosocial"),
)
"""What a list in JSON holds early on, the surest first."""
ACCOUNT: Final = re.compile(r"@?[^@\s,]+@[^@\s,]+")


def detect(head: bytes, media_type: str = "") -> str:
    """The name of the format of what begins so: a few thousand bytes are enough. Malformed where it is none we know."""
    mark, name = encoding(head)
    text = head[mark:].decode(name, "replace").lstrip()
    kind = media_type.partition(";")[0].strip().lower()
    if text.startswith("<") or kind == "text/html":
        raise Malformed("is a web page and no list: give the address of the file itself")
    if text[:1] in {"{", "["}:
        return _document(text)
    rows = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip(",; \t")]
    if not rows:
        raise Malformed("is empty: there is no list in it")
    named = [cell.strip().lower() for cell in cells(with_commas(rows[0], separator(rows)))]
    return _headed(named) or _bare(named, text)


def _document(text: str) -> str:
    for member, name in MEMBERS:
        if member.search(text):
            return name
    if text.strip("[] \r\n\t") == "":
        return "gotosocial"
    raise Malformed("is JSON, but no list that we know")


def _headed(named: list[str]) -> str:
    """By the header; empty where the row is none."""
    if named[0] == "account address":
        return "mastodon-mutes" if "hide notifications" in named else "mastodon-blocks"
    if "#domain" in named:
        return "mastodon-admin-domains" if len(named) > 1 else "mastodon-domains"
    return "fediblockhole" if "domain" in named else ""


def _bare(row: list[str], text: str) -> str:
    """By a row that is an entry, or a remark."""
    if ACCOUNT.fullmatch(row[0]):
        return "mastodon-mutes" if len(row) > 1 else "mastodon-blocks"
    if len(row) > 1 and not row[0].startswith("#"):
        return "fediblockhole"
    if "." in row[0] or row[0].startswith("#"):
        return "rapidblock-csv" if "\r\n" in text else "domains"
    raise Malformed("is no list that we know: neither domains nor accounts")
