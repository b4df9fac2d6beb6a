"""A dossier says what was known at its moment, to the byte, whatever the shield and I did since."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from msgspec.structs import astuple

from bot.cases.keeping import Casework
from bot.demo.show import bundled
from bot.dossier.content import About
from bot.handling.happened import note
from bot.links.deciding import LinkReview
from bot.links.telling import note as suggested
from bot.model.arrival import Arrival, Deleted, Identity
from bot.model.conduct import Level
from bot.model.delivery import Status, Task
from bot.model.link import Ground, Said
from bot.model.mention import Via
from bot.model.shield import Shield
from bot.people.review import Review
from bot.platforms.simulated.parse import parse
from bot.simulation.performance import key_beside, perform
from bot.store import links, outbox
from bot.store.links import Link
from tests.dossier.shield import BACK, HE, NOW, SHADOW, case_of, chain, draft, files, gathered, opened
from tests.raids.days import FIRST, HOSTILE, SUPPORT, crowd, moment, post

DAY = timedelta(days=1)


def told(store, one, now):
    """All that a dossier says, and every byte that lies beside it."""
    folder = Path(mkdtemp(prefix="rempart-told-"))
    return gathered(store, one, folder, now), files(folder)


def changes(before, after):
    """What is told otherwise, each with where it stands."""
    (contents, lie), (others, stand) = before, after
    pairs = zip(contents.__struct_fields__, zip(*map(astuple, (contents, others)), strict=True), strict=True)
    said = [f"{name}: {first} → {second}" for name, (first, second) in pairs if first != second]
    return said + sorted(f"{name} differs" for name in lie.keys() | stand.keys() if lie.get(name) != stand.get(name))


def lived(scenario, drafts, every):
    """The dossiers that were made while a scenario played, each after so many steps; and those made of the same
    moments once it was over.
    """
    before, step = [], 0
    file = Path(mkdtemp(prefix="rempart-lived-")) / "kept.db"

    async def watch(seen, store):
        nonlocal step
        step += 1
        if step % every == 0 and any(entry.event == "mention:judged" for entry in chain(store)):
            at = seen.at - timedelta(microseconds=1)  # more may be said of this very moment
            before.extend((one, at, told(store, one, at)) for one in drafts(store))

    asyncio.run(perform(scenario, None, file, watch))
    store = opened(file, Path(mkdtemp(prefix="rempart-after-")))
    after = [(one, at, told(store, one, at)) for one, at, _ in before]
    store.close()
    assert key_beside(file).exists()
    return before, after


def test_each_dossier_that_i_made_on_the_way_can_be_made_again_at_the_end():
    def drafts(store):
        found = [draft(About.ACCOUNT, one) for one in (HE, SHADOW, BACK)]
        known = any(entry.event == "case:stage" for entry in chain(store))
        return [*found, *([draft(subject=case_of(store, HE))] if known else [])]

    before, after = lived(bundled("il-revient"), drafts, 9)
    assert len(before) > 20
    assert len({one[0].known for _, _, one in before}) > 3
    for (one, at, then), (_, _, now) in zip(before, after, strict=True):
        assert changes(then, now) == [], (one.about, one.subject, at)


def test_so_can_those_about_a_raid_that_went_on():
    def drafts(store):
        return [draft(About.RAID, "1")] if any(entry.event == "raid:began" for entry in chain(store)) else []

    hour = 3600
    late = [post(30 * hour + n, f"tard{n}", "Bonne soirée !") for n in range(24)]
    events = sorted([*crowd(HOSTILE, 60, hour), *crowd(SUPPORT, 6, hour, who="amie"), *late], key=lambda one: one["at"])
    gone = {"event": "delete", "at": moment(2 * hour), "uri": events[0]["uri"]}
    lines = sorted([*events, gone], key=lambda one: one["at"])
    scenario = parse("raid.jsonl", "\n".join(json.dumps(one) for one in (FIRST, *lines)).encode())
    before, after = lived(scenario, drafts, 12)
    assert len(before) > 2
    assert {crowd.ended for _, _, (contents, _) in before for crowd in contents.crowds} == {True, False}
    assert [
        change for (_, _, then), (_, _, now) in zip(before, after, strict=True) for change in changes(then, now)
    ] == []


@pytest.fixture
def work(store):
    person = bundled("il-revient").opening.protected.person()

    def begun(connection):
        return Casework(connection, store.master, Shield(protected=person), "lea", NOW + DAY)

    return begun


def undone(store, work):
    review = Review(store)
    with store.reading() as connection:
        mine = [one for one in outbox.on_subject(connection, "camille", HE) if one.task is Task.ACT]
    assert any(one.status is Status.DONE for one in mine)
    review.undo(mine, "lea", NOW + DAY)
    for one in mine:
        review.approve(one.id, "lea", NOW + DAY)


def trusted(store, work):
    Review(store).trust("camille", HE, "lea", NOW + DAY)


def merged(store, work):
    with store.writing() as connection:
        work(connection).merge(HE, SHADOW)
        work(connection).note(HE, "letter", NOW - 9 * DAY, Level.HIGH, "Une lettre de l’an passé")


def parted(store, work):
    with store.writing() as connection:
        work(connection).part(BACK)


def restricted(store, work):
    with store.writing() as connection:
        for until in (NOW + 9 * DAY, NOW + 99 * DAY):
            work(connection).restrict([HE], "court_ban", NOW - 30 * DAY, until)


def confirmed(store, work):
    person = bundled("il-revient").opening.protected.person()
    LinkReview(store, Shield(protected=person)).confirm(SHADOW, HE, "lea", NOW + DAY)


def vanished(store, work):
    with store.reading() as connection:
        uri = outbox.on_subject(connection, "camille", HE)[0].what.uri
    events = [
        Deleted(platform="bluesky", uri=uri, at=NOW - DAY),  # told late
        Identity(platform="bluesky", account=HE, at=NOW - DAY, gone="suspended"),
        Identity(platform="bluesky", account=HE, at=NOW - DAY, handle="autre.test"),
    ]
    for one in events:
        arrival = Arrival(source="s", platform="bluesky", via=Via.STREAM, at=NOW, raw=b"{}")
        with store.writing() as connection:
            note(connection, store.master, arrival, one, NOW + DAY)


@pytest.mark.parametrize("done", [undone, trusted, merged, parted, restricted, confirmed, vanished])
def test_whatever_i_do_later_changes_nothing_of_what_was(store, work, done):
    with store.writing() as connection:
        said = (Said(ground=Ground.AVATAR),)
        link = Link(person="camille", account=SHADOW, other=HE, score=0.8, grounds=said, at=NOW - 2 * DAY)
        links.keep_links(connection, [link])
        suggested(connection, store.master, [link], NOW - 2 * DAY)
        case = work(connection)
        case.now = NOW - 3 * DAY
        case.merge(HE, BACK)
        case.restrict([HE], "platform_ban", NOW - 20 * DAY, NOW + DAY)
    drafts = [draft(subject=case_of(store, HE)), draft(About.ACCOUNT, HE), draft(About.ACCOUNT, SHADOW)]
    before = [told(store, one, NOW) for one in drafts]
    done(store, work)
    after = [told(store, one, NOW) for one in drafts]
    assert [change for pair in zip(before, after, strict=True) for change in changes(*pair)] == []
    later = [told(store, one, NOW + 2 * DAY) for one in drafts]
    assert [one.facts for one, _ in later] != [one.facts for one, _ in before] or done in {restricted, confirmed}
