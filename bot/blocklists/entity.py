"""What a list is about: an account or a whole domain, under the one name that all ways of writing it come down to."""

import re
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import idna

from bot.errors import Malformed
from bot.model.noun import Noun

DID: Final = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,500}")
LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
NAME: Final = re.compile(r"[a-z0-9_.-]{1,100}", re.IGNORECASE)
HOST: Final = 253
PLAIN: Final = re.compile(r"(?:[a-z0-9]{1,40}+\.){1,5}+[a-z]{1,40}+")
"""Hosts that are in their one form already, as nearly all in a long list are: a fifth of the time."""
ADDRESS: Final = 2000
BLUESKY: Final = "bsky.app"
"""Shows accounts of Bluesky, which are on no server of this name."""
USERS: Final = ("users", "@", "u", "profile")
"""What stands before the name in the addresses of actors."""
PROFILE: Final = re.compile(r"https?://[^/]+/profile/(did:[^/?#]+)/?")
"""The address of a page that shows an account by its DID."""
CANARY: Final = "ap.invalid"
"""A domain that cannot exist: careful publishers list it, so that its loss tells that a list was tampered with."""


class Kind(StrEnum):
    """The names are those of FIRES' `entityKind`."""

    ACTOR = "actor"
    DOMAIN = "domain"
    OTHER = "other"
    """What we know no name of: a kind of others, a domain under stars. Kept and shown; nothing is done about it."""


class Entity(Noun, frozen=True, kw_only=True):
    """One account or one domain. Make it with `domain` and `actor`, so that equal ones compare equal."""

    kind: Kind
    key: str
    """A host in lower case and punycode; a DID; `user@host` in lower case; or an actor's URI as it was written.

    Of what is OTHER: its kind, a blank, and what it is called there.
    """

    @property
    def host(self) -> str:
        """The host it is on; empty for a DID."""
        if self.kind is Kind.DOMAIN:
            return self.key
        if self.kind is Kind.OTHER or self.key.startswith("did:"):
            return ""
        return urlsplit(self.key).hostname or "" if "://" in self.key else self.key.rpartition("@")[2]

    @property
    def usual(self) -> "Entity":
        """Under the name that servers show: `user@host`, also of a URI that is written as most servers write it."""
        if self.kind is not Kind.ACTOR or "://" not in self.key:
            return self
        parts = urlsplit(self.key)
        steps = [one for one in parts.path.replace("/@", "/@/").split("/") if one]
        if parts.netloc == BLUESKY or len(steps) != 2 or steps[0] not in USERS:  # noqa: PLR2004 - what stands before the name, and the name
            return self
        try:
            return actor(steps[1] if "@" in steps[1] else f"{steps[1]}@{parts.netloc}")  # else of another server
        except Malformed:
            return self

    @property
    def named(self) -> "tuple[Entity, ...]":
        """Whatever says something of it: its own names, and the domains that hold it."""
        usual = self.usual
        return (*dict.fromkeys((self, usual)), *usual.above)

    @property
    def above(self) -> "tuple[Entity, ...]":
        """The domains that hold it, the nearest first: what is said of them is said of it too."""
        host = self.host.partition(".")[2] if self.kind is Kind.DOMAIN else self.host
        labels = host.split(".")
        return tuple(Entity(kind=Kind.DOMAIN, key=".".join(labels[at:])) for at in range(len(labels) - 1))


def addresses(name: str, host: str) -> tuple[str, ...]:
    """The URIs under which most servers have an account: of these `Entity.usual` knows its name."""
    return tuple(f"https://{host}/{one}{'' if one == '@' else '/'}{name}" for one in USERS)


def domain(written: str) -> Entity:
    """A domain however it was written: `Exämple.ORG.`, `xn--exmple-cua.org`, `#example.org`. Malformed for others."""
    if PLAIN.fullmatch(written):
        return Entity(kind=Kind.DOMAIN, key=written)
    return Entity(kind=Kind.DOMAIN, key=_host(written.strip().removeprefix("#")))


def actor(written: str) -> Entity:
    """An account however it was written: a DID, `@user@host`, `acct:user@host`, a URI. Malformed for others."""
    text = written.strip()
    if text.startswith("did:"):
        if not DID.fullmatch(text):
            raise Malformed("is no DID")
        return Entity(kind=Kind.ACTOR, key=text)
    if "://" in text:
        return Entity(kind=Kind.ACTOR, key=_uri(text))
    name, at, host = text.removeprefix("acct:").removeprefix("@").partition("@")
    if not at or not NAME.fullmatch(name):
        raise Malformed("is no account; write it as user@example.org")
    return Entity(kind=Kind.ACTOR, key=f"{name.lower()}@{_host(host)}")


def meant(written: str) -> Entity:
    """The account or the domain that a person means, by its name or by the address of its page, under the name that
    servers show. Malformed for others, and for a page of Bluesky's that tells no DID: that name can change.
    """
    text = written.strip()
    if len(text) > ADDRESS:
        raise Malformed("is no account")
    if shown := PROFILE.fullmatch(text):
        return actor(shown[1])
    found = actor(text).usual if "@" in text or ":" in text else domain(text)
    if found.kind is Kind.ACTOR and found.host == BLUESKY:
        raise Malformed("shows a name that can change; write the account's did:plc:…")
    return found


def _uri(text: str) -> str:
    """An actor's URI: its path is the server's own and stays as it is; the host has one form."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Malformed("is no address of an account") from error
    if parts.scheme not in {"https", "http"} or parts.username is not None or len(text) > ADDRESS:
        raise Malformed("is no address of an account")
    if not text.isprintable() or " " in text:
        raise Malformed("is no address of an account")
    where = f"{_host(host)}:{port}" if port else _host(host)
    return f"{parts.scheme}://{where}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def host_of(written: str) -> str:
    """A host's one name; what is none stays as it is, in lower case."""
    try:
        return _host(written)
    except Malformed:
        return written.lower()


def _host(written: str) -> str:
    """A host's one name. Malformed where it is none: an IP address, a star, one label alone."""
    text = written.strip().rstrip(".").lower()
    if not text.isascii():
        try:
            text = idna.encode(text, uts46=True).decode()
        except (idna.IDNAError, UnicodeError) as error:
            raise Malformed("is no domain") from error
    labels = text.split(".")
    if len(text) > HOST or len(labels) < 2 or not all(LABEL.fullmatch(one) for one in labels):  # noqa: PLR2004 - a name and its zone
        raise Malformed("is no domain; write it as example.org")
    if labels[-1].isdigit():
        raise Malformed("is an address of a machine and no domain")
    return text
