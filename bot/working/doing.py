"""Doing long work, in the process that is there for it: what comes of it is wrapped, and written down."""

from pathlib import Path

import msgspec

from bot.config import load_lazily
from bot.errors import RempartError
from bot.model.noun import Noun
from bot.model.work import Kind, Stage, Work
from bot.store import works
from bot.store.database import Store
from bot.working.asking import result_of
from bot.working.handing import Unmade, hand
from bot.working.telling import Stopped, Telling
from bot.working.trying import try_change
from bot.working.verifying import verify
from bot.working.weighing import count


class Trouble(Noun, frozen=True, kw_only=True):
    """Why it could not be done."""

    trouble: str
    dossier: str = ""
    """The draft that it is about, if any."""
    places: tuple[tuple[str, str], ...] = ()
    """Where something would have been given away: a file, and where in it; never what."""


def do(file: Path, store: Store, id_: str) -> None:
    """Do the work of this id to its end, or until it is not wanted any more."""
    with store.reading() as connection:
        one = works.work(connection, id_)
    if one is None or one.stage is not Stage.RUNNING:
        return
    telling = Telling(store, id_, one.at)
    try:
        with telling.along():
            result, stage = _done(file, store, one, telling), Stage.DONE
    except Stopped:
        return
    except RempartError as error:
        result, stage = msgspec.json.encode(_trouble(error)), Stage.FAILED
    with store.writing() as connection:
        works.say(connection, id_, telling.done, max(telling.total, telling.done), telling.now())
        works.settle(connection, id_, stage, store.master.wrap(result_of(id_), result))


def _done(file: Path, store: Store, one: Work, telling: Telling) -> bytes:
    match one.kind:
        case Kind.VERIFY:
            return msgspec.json.encode(verify(load_lazily(file), store, one.person, telling))
        case Kind.BACKTEST:
            return msgspec.json.encode(try_change(file, store, one, telling))
        case Kind.WEIGH:
            return msgspec.json.encode(count(file, store, one, telling))
        case Kind.DOSSIER:
            return msgspec.json.encode(hand(file, store, one, telling))


def _trouble(error: RempartError) -> Trouble:
    if isinstance(error, Unmade):
        return Trouble(trouble=str(error), dossier=error.dossier, places=error.places)
    return Trouble(trouble=str(error))
