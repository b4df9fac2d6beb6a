"""What the words of other lists mean to us: names of domains and accounts, severities, comments."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import CANARY as INVALID
from bot.blocklists.entity import PLAIN, Entity, Kind, domain
from bot.blocklists.formats.form import CANARY, COMMENT, marks
from bot.blocklists.obfuscated import hidden

SEVERITIES: Final = {
    "": Policy.ACCEPT,
    "noop": Policy.ACCEPT,
    "silence": Policy.FILTER,
    "suspend": Policy.REJECT,
}
"""Mastodon's; FediBlockHole takes an empty one for `noop` too."""
SAID: Final = {Policy.ACCEPT: "noop", Policy.FILTER: "silence", Policy.REJECT: "suspend", Policy.DROP: "suspend"}
NOBODY: Final = Entity(kind=Kind.OTHER, key="")
"""Whom a change is about that does not say it: a tombstone has the id of what it wipes out, and nothing else."""
DOMAIN: Final = Kind.DOMAIN
BLOCKED: Final = (Policy.REJECT, Policy.DROP)
CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def recommendation(at: datetime, policy: Policy | None) -> Change:
    """What a list says of many: `about` and `of` put in whom."""
    return Change(id="", type=Type.RECOMMENDATION, at=at, entity=NOBODY, policy=policy)


def about(said: Change, written: str, digest: str = "") -> Change:
    """The same, said of the domain that is written there. Malformed where none is."""
    if PLAIN.fullmatch(written) and written != INVALID:  # nearly all: the rest would be as fast only in few
        return replace(said, entity=Entity(kind=DOMAIN, key=written))
    if "*" not in written:
        return of(said, domain(written))
    plain = written.strip().removeprefix("*.")
    return of(said, hidden(plain, digest) if "*" in plain else domain(plain))


def of(said: Change, entity: Entity) -> Change:
    """The same, said of somebody. The canary is a mark and no entry; what we have no name for waits until we have."""
    if entity.key == INVALID and said.type is Type.RECOMMENDATION:
        return replace(said, entity=entity, type=Type.ADVISORY, policy=None, stated=CANARY)
    if entity.kind is Kind.OTHER:
        stated = said.stated or (said.policy.value if said.policy else "")
        return replace(said, entity=entity, policy=None, stated=stated, obfuscate="*" in entity.key)
    return replace(said, entity=entity)


def comment(written: str) -> str:
    """A comment without what no screen shows, and not without end."""
    if written.isascii() and written.isprintable():
        return written.strip()[:COMMENT].strip()
    return CONTROL.sub(" ", written.replace("\r\n", "\n").replace("\r", "\n")).strip()[:COMMENT].strip()


def blocked(changes: Iterable[Change], kind: Kind) -> Iterator[Change]:
    """Those that may stand in a file which says no more than a name, to block it; the canary with them."""
    for change in changes:
        if change.entity.kind is kind and ((change.applies and change.policy in BLOCKED) or marks(change)):
            yield change


def rated(changes: Iterable[Change]) -> Iterator[tuple[Change, str]]:
    """Domains of which something is recommended, with Mastodon's word for it; the canary with them."""
    for change in changes:
        if change.entity.kind is not Kind.DOMAIN:
            continue
        if change.type is Type.RECOMMENDATION and change.policy is not None:
            yield change, SAID[change.policy]
        elif marks(change):
            yield change, SAID[Policy.REJECT]
