"""Who is listed and objects: told why, heard under seal, answered, and taken off where they are right."""

import re
import secrets
from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Change
from bot.blocklists.entity import Entity, actor, domain
from bot.blocklists.snapshot import HERE
from bot.errors import Gone, Malformed
from bot.evidence.pseudonym import pseudonym
from bot.publishing.known import key_of
from bot.publishing.refusing import Cannot
from bot.publishing.undoing import retracted
from bot.store import appeals, lists, write
from bot.store.appeals import Appeal, Standing
from bot.store.database import Store

LONGEST: Final = 2_000
"""Characters of an appeal, and of an answer."""
EACH: Final = 3
"""Appeals about one account that wait at once."""
MOST: Final = 500
"""The same of one list: what is more must wait until some are answered."""
PROFILE: Final = re.compile(r"https?://([^/@:]+)/(?:@|users/|u/|profile/(?=did:))([A-Za-z0-9_.:-]+)/?")
"""The address of a profile, as servers have it."""
_WORD: Final = 10
"""Bytes of chance in a word: nobody guesses 80 bits."""
_BARE: Final = re.compile("[^a-z2-7]")


class Heard(NamedTuple):
    """An appeal as it can be read."""

    appeal: Appeal
    words: str
    answer: str


def published(connection: Connection, slug: str) -> Blocklist:
    """The list of this name that everybody may see, closed or not: who was in it learns that they are not any more.
    Raises Gone where there is none.
    """
    one = lists.named(connection, slug)
    if one is None or one.origin is not Origin.OWN or one.version == 0:
        raise Gone("there is no such list")
    return one


def whom(written: str) -> Entity:
    """The account or domain that somebody means; of a profile's address, the account. Raises Malformed."""
    name = written.strip()
    if not name or len(name) > LONGEST:
        raise Malformed("is no account")
    if found := PROFILE.fullmatch(name):
        host, user = found.groups()
        return actor(user) if user.startswith("did:") else actor(f"{user}@{host}")
    return actor(name) if "@" in name or ":" in name else domain(name)


def listed(connection: Connection, one: Blocklist, entity: Entity, now: datetime) -> Change | None:
    """What a list says of somebody now; None where it says nothing, or nothing any more."""
    said = lists.said(connection, one.id, [entity]).get(entity)
    return said if said is not None and said.type in HERE and not said.over(now) else None


def appeal(store: Store, slug: str, entity: Entity, words: str, now: datetime) -> str:
    """Keep what somebody says against being listed; the word by which they find the answer.

    Raises Gone where there is no such list; Refused where they are not in it, or too much waits.
    """
    text = words.strip()
    if not text or len(text) > LONGEST:
        raise Cannot("words", f"write 1 to {LONGEST} characters")
    word = b32encode(secrets.token_bytes(_WORD)).decode().lower()
    with store.writing() as connection:
        one = published(connection, slug)
        if listed(connection, one, entity, now) is None:
            raise Cannot("not_listed", "this account does not stand in the list")
        here = appeals.waiting(connection, one.person, one.id, entity)
        if here >= EACH or appeals.waiting(connection, one.person, one.id) >= MOST:
            raise Cannot("too_many", "too many appeals wait already")
        box = store.master.wrap(f"appeal:{_id(word)}", text.encode(errors="replace"))
        made = Appeal(id=_id(word), person=one.person, list=one.id, entity=entity, box=box, at=now)
        appeals.put(connection, made)
        _say(connection, store, one, made, now, "appeal:came", {})
    return "-".join(word[start : start + 4] for start in range(0, len(word), 4))


def answered(store: Store, slug: str, word: str) -> Heard:
    """An appeal to who has its word, with the answer. Raises Gone."""
    with store.reading() as connection:
        one, found = published(connection, slug), appeals.appeal(connection, _id(word))
        if found is None or found.list != one.id:
            raise Gone("there is no such appeal")
    return _heard(store, found)


def read(store: Store, person: str, id_: str, by: str, now: datetime) -> Heard:
    """An appeal to who decides about it; the chain says who looked. Raises Gone."""
    with store.writing() as connection:
        one, found = _of(connection, person, id_)
        _say(connection, store, one, found, now, "appeal:viewed", {"by": by})
    return _heard(store, found)


def decide(store: Store, person: str, id_: str, standing: Standing, answer: str, by: str, now: datetime) -> Appeal:
    """Uphold an appeal, which takes the entry back, or decline it, which takes an answer. Raises Gone, Refused."""
    text = answer.strip()
    if len(text) > LONGEST or (standing is Standing.DECLINED and not text):
        raise Cannot("answer", f"an answer has 1 to {LONGEST} characters")
    with store.writing() as connection:
        one, found = _of(connection, person, id_)
        if found.standing is not Standing.OPEN or standing is Standing.OPEN:
            raise Cannot("decided", "this appeal was decided already")
        box = store.master.wrap(f"answer:{found.id}", text.encode(errors="replace")) if text else b""
        changed = msgspec.structs.replace(found, standing=standing, answer=box, by=by, settled_at=now)
        appeals.put(connection, changed)
        _say(connection, store, one, changed, now, f"appeal:{standing.value}", {"by": by})
        if standing is Standing.UPHELD:
            retracted(connection, store, one, [found.entity], "list:retracted", by, now)
    return changed


def _of(connection: Connection, person: str, id_: str) -> tuple[Blocklist, Appeal]:
    found = appeals.appeal(connection, id_)
    one = lists.by_id(connection, found.list) if found and found.person == person else None
    if found is None or one is None:
        raise Gone("there is no such appeal")
    return one, found


def _heard(store: Store, one: Appeal) -> Heard:
    words = store.master.unwrap(f"appeal:{one.id}", one.box).decode()
    answer = store.master.unwrap(f"answer:{one.id}", one.answer).decode() if one.answer else ""
    return Heard(one, words, answer)


def _id(word: str) -> str:
    return sha256(_BARE.sub("", word.lower()[:200]).encode()).hexdigest()


def _say(
    connection: Connection,
    store: Store,
    one: Blocklist,
    about: Appeal,
    now: datetime,
    event: str,
    line: dict[str, str | int],
) -> None:
    salt = write.salt(connection, store.master, one.person)
    known: dict[str, str | int] = {
        "list": one.slug,
        "account": pseudonym(salt, key_of(about.entity) or about.entity.key),
    }
    write.append(connection, one.person, [(now, event, {**known, "appeal": about.id[:16], **line})])
