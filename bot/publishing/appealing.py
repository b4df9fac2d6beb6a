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
from bot.blocklists.entity import Entity
from bot.blocklists.snapshot import HERE
from bot.errors import Gone
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
"""Appeals of one address about one entry that wait at once; what others send about it keeps nobody from being heard."""
OF_ONE: Final = 30
"""The same about all entries of a list."""
MOST: Final = 5_000
"""Appeals that wait in one list, after which each address has but one."""
_WORD: Final = 10
"""Bytes of chance in a word: nobody guesses 80 bits."""
_SIGNS: Final = 16
"""Signs that they make."""
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


def listed(connection: Connection, one: Blocklist, entity: Entity, now: datetime) -> Change | None:
    """What a list says of somebody now, else of the server that they are on; None where it says nothing any more."""
    said = lists.said(connection, one.id, entity.named)
    stands = (said[name] for name in entity.named if name in said)
    return next((change for change in stands if change.type in HERE and not change.over(now)), None)


def appeal(store: Store, slug: str, entity: Entity, words: str, asker: str, now: datetime) -> str:
    """Keep what somebody says against being listed; the word by which they find the answer.

    `asker` is the address it came from. Raises Gone where there is no such list; Refused where they are not in it, or
    too much of theirs waits.
    """
    text, word = sayable(words), b32encode(secrets.token_bytes(_WORD)).decode().lower()
    with store.writing() as connection:
        one = published(connection, slug)
        said = listed(connection, one, entity, now)
        if said is None:
            raise Cannot("not_listed", "this account does not stand in the list")
        who = pseudonym(write.salt(connection, store.master, one.person), asker)
        sent = appeals.sent(connection, one.id, who)
        crowded = bool(sent) and appeals.count(connection, one.id) >= MOST
        if crowded or len(sent) >= OF_ONE or sent.count(said.entity) >= EACH:
            raise Cannot("too_many", "too many appeals wait already")
        box = store.master.wrap(f"appeal:{_id(word)}", text.encode(errors="replace"))
        made = Appeal(id=_id(word), person=one.person, list=one.id, entity=said.entity, asker=who, box=box, at=now)
        if not appeals.about(connection, one.id, said.entity):  # one question, however many ask it
            _say(connection, store, one, made, now, "appeal:came", {})
        appeals.put(connection, made)
    return "-".join(word[start : start + 4] for start in range(0, len(word), 4))


def sayable(words: str) -> str:
    """What somebody says, where it is something and not too much. Raises Refused."""
    text = words.strip()
    if not text or len(text) > LONGEST:
        raise Cannot("words", f"write 1 to {LONGEST} characters")
    return text


def bare(written: str) -> str:
    """A word as it was given, however it is written. Raises Gone for what is none."""
    word = _BARE.sub("", written.lower()[:200])
    if len(word) != _SIGNS:
        raise Gone("this is no word")
    return word


def answered(store: Store, slug: str, word: str) -> Heard:
    """An appeal to who has its word, with the answer. Raises Gone."""
    with store.reading() as connection:
        one, found = published(connection, slug), appeals.appeal(connection, _id(bare(word)))
        if found is None or found.list != one.id:
            raise Gone("there is no such appeal")
    return _heard(store, found)


def read(store: Store, person: str, id_: str, by: str, now: datetime) -> list[Heard]:
    """An appeal to who decides, after those before it about the same entry; the chain says who looked. Raises Gone."""
    with store.writing() as connection:
        one, found = _of(connection, person, id_)
        some = appeals.together(connection, found) if found.standing is Standing.OPEN else [found]
        _say(connection, store, one, found, now, "appeal:viewed", {"by": by})
    return [_heard(store, each) for each in some]


def decide(store: Store, person: str, id_: str, standing: Standing, answer: str, by: str, now: datetime) -> Appeal:
    """Uphold an appeal, which takes the entry back, or decline it, which takes an answer. Raises Gone, Refused.

    What waits about the same entry has the same answer: all of it where it is upheld, else what was heard with it.
    """
    text = answer.strip()
    if len(text) > LONGEST or (standing is Standing.DECLINED and not text):
        raise Cannot("answer", f"an answer has 1 to {LONGEST} characters")
    with store.writing() as connection:
        one, found = _of(connection, person, id_)
        if found.standing is not Standing.OPEN or standing is Standing.OPEN:
            raise Cannot("decided", "this appeal was decided already")
        upheld = standing is Standing.UPHELD
        some = appeals.about(connection, found.list, found.entity) if upheld else appeals.together(connection, found)
        for each in some:
            box = store.master.wrap(f"answer:{each.id}", text.encode(errors="replace")) if text else b""
            settled = {"standing": standing, "asker": "", "answer": box, "by": by, "settled_at": now}
            appeals.put(connection, msgspec.structs.replace(each, **settled))
        _say(connection, store, one, found, now, f"appeal:{standing.value}", {"by": by, "count": len(some)})
        if upheld:
            retracted(connection, store, one, [found.entity], "list:retracted", by, now)
    return msgspec.structs.replace(found, standing=standing, by=by, settled_at=now)


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
    return sha256(word.encode()).hexdigest()


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
