"""Drafts of dossiers on the pages, and the long work that they ask for, done at once."""

import re
from datetime import timedelta

import msgspec

from bot.dossier import drafting
from bot.dossier.previewing import Preview
from bot.model.work import Kind, Stage
from bot.store import works
from bot.working import asking
from bot.working.doing import do
from bot.working.weighing import Weighed
from tests.web.casefolder import HE, letters, written

COUNTED = Preview(
    known=3,
    shown=3,
    erased=1,
    accounts=1,
    originals=2,
    size=3_400_000,
    pictures=2,
    missing=1,
    unseen=2,
    masked=1,
    withheld=(1, 2, 7),
    unproven=1,
    gaps=1,
    blind=timedelta(hours=3),
    outside=1,
)
DRAFT = re.compile(r"/dossiers/(\w{12})$")
PROPOSAL = re.compile(r'name="proposal" value="(\w{16})"')


def case_of(world):
    """A case of the one who threatens, with two letters."""
    letters(world, HE, 20, 10)
    return written(world)


def begun(world, browser):
    """A draft that somebody begins from the case; its address."""
    case = case_of(world)
    assert f'<button name="subject" value="{case}"' in browser.get(f"/cases/{case}").text
    answer = browser.post("/dossiers", f"/cases/{case}", about="case", subject=case)
    return answer.headers["location"].partition("?")[0]


def draft(world, path):
    """What is kept of it."""
    return drafting.draft(world.store, DRAFT.search(path)[1])


def change(world, path, **said):
    """Say something of it by another way than the pages."""
    drafting.keep(world.store, msgspec.structs.replace(draft(world, path), **said))


def worked(world, answer):
    """The address of long work that was asked for, once it is done."""
    where = answer.headers["location"]
    return done(world, where)


def done(world, where):
    """Do it here, unless its own process was as fast."""
    do(world.scene.config, world.store, where.rpartition("/")[2])
    with world.store.reading() as connection:
        assert works.work(connection, where.rpartition("/")[2]).stage is not Stage.RUNNING
    return where


def events(world):
    return [entry.event for entry in world.chain()]


def count(world, path, **found):
    """What long work would have found of a draft."""
    one = draft(world, path)
    nothing = {"elements": (), "deadlines": (), "images": ()}
    weighed = Weighed(dossier=one.id, stamp=drafting.stamp(one), preview=COUNTED, **nothing | found)
    work = asking.ask(world.store, "camille", Kind.WEIGH, one.id.encode(), "camille", world.now)
    raw = world.store.master.wrap(asking.result_of(work.id), msgspec.json.encode(weighed))
    with world.store.writing() as connection:
        works.settle(connection, work.id, Stage.DONE, raw)
