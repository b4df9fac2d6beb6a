"""Asking for long work, stopping it, and what came of it: what was asked and what came are wrapped in the database."""

import secrets
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Final

from bot.errors import Refused
from bot.evidence.master import MasterKey
from bot.model.work import Kind, Stage, Work
from bot.store import works
from bot.store.database import Store

LATELY: Final = 10


def ask(store: Store, person: str, kind: Kind, asked: bytes, by: str, now: datetime) -> Work:
    """Write it down, for a process to begin. Raises Refused while another of its kind runs for this person."""
    id_ = secrets.token_hex(8)
    detail = b64encode(store.master.wrap(_asked(id_), asked)).decode()
    one = Work(id=id_, person=person, kind=kind, detail=detail, by=by, at=now, seen=now)
    with store.writing() as connection:
        for other in works.lately(connection, person, LATELY):
            if other.kind is kind and other.runs(now):
                raise Refused("work of this kind is going on already; wait for it, or stop it")
            if other.dead(now):
                works.settle(connection, other.id, Stage.FAILED)
        works.put(connection, one)
    return one


def stop(store: Store, id_: str) -> bool:
    """Let it end; whether it was not over. What is at work on it sees that within a second."""
    with store.writing() as connection:
        return works.settle(connection, id_, Stage.STOPPED)


def asked_for(one: Work, master: MasterKey) -> bytes:
    """What was asked."""
    return master.unwrap(_asked(one.id), b64decode(one.detail))


def came(one: Work, master: MasterKey) -> bytes:
    """What came of it; nothing where it brought nothing."""
    return master.unwrap(result_of(one.id), one.result) if one.result else b""


def result_of(id_: str) -> str:
    """Under what name its result is wrapped."""
    return f"work:{id_}"


def _asked(id_: str) -> str:
    return f"work asked:{id_}"
