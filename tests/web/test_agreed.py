"""An export takes two people on the pages, or a day; it lies for its owner alone, and goes after a week."""

import os
import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from bot.model.proposal import Kind
from bot.model.seat import Grant
from bot.people.agreeing import ALONE
from bot.store import whole
from bot.web.exports import AGAIN, OFFERED

PROPOSAL = re.compile(r'name="proposal" value="(\w{16})"')
READY = re.compile(r'action="(/people/exports/\w{16})"')


@pytest.fixture
def both(world):
    """Camille, and Dominique who may take evidence out."""
    return world.holder(), world.guest("Dominique", also=frozenset({Grant.EXPORT}))


def proposed(somebody):
    assert somebody.post("/people/exports", "/people").headers["location"] == "/people?said=proposed"
    return PROPOSAL.search(somebody.get("/people").text)[1]


def ready(somebody):
    return READY.findall(somebody.get("/people").text)


def events(world):
    return [entry.event for entry in world.chain()]


def test_dominique_proposes_i_agree_and_either_fetches_it(world, both):
    camille, dominique = both
    wanted = proposed(dominique)
    assert "à la demande de Dominique" in camille.get("/people").text
    assert "Accepter" not in dominique.get("/people").text
    assert dominique.post("/people/agree", "/people", proposal=wanted).status_code == 409
    assert camille.post("/people/agree", "/people", proposal=wanted).headers["location"] == "/people?said=agreed"
    assert "en cours" in camille.get("/people").text
    world.house.errands.run()
    (address,) = ready(dominique)
    for somebody in both:
        answer = somebody.post(address, "/people")
        assert answer.headers["content-type"] == "application/zip"
        assert answer.headers["cache-control"] == "no-store"
        assert "README.txt" in zipfile.ZipFile(BytesIO(answer.content)).namelist()
    assert events(world)[-5:] == ["proposal:made", "proposal:agreed", "proposal:done", "export:taken", "export:taken"]
    assert world.verified()


def test_who_was_given_the_right_today_reads_from_when_on_they_can_agree_before_they_try(world):
    camille, seat = world.holder(), world.seat("Dominique")
    dominique = world.browser().enter(world.house.admission.link(seat, world.now))
    world.house.admission.grant(seat, frozenset({Grant.EXPORT}), "Camille", world.now)
    wanted = proposed(camille)
    page = dominique.get("/people").text
    assert "Vous pourrez l’accepter à partir du" in page
    assert "Accepter" not in page
    assert dominique.post("/people/agree", "/people", proposal=wanted).status_code == 409


def test_it_lies_for_its_owner_alone_and_goes_after_a_week(world, both):
    camille, dominique = both
    camille.post("/people/agree", "/people", proposal=proposed(dominique))
    world.house.errands.run()
    (file,) = world.house.exports.folder.iterdir()
    assert [path.stat().st_mode & 0o777 for path in (file, file.parent)] == [0o600, 0o700]
    unfinished = file.with_name(f".{file.name}.0a1b")
    unfinished.write_bytes(b"half")
    for days, left in ((timedelta(), 2), (OFFERED + timedelta(minutes=1), 0)):
        for path in file.parent.iterdir():
            os.utime(path, ((world.now - days).timestamp(),) * 2)
        world.house.errands.run()
        assert len(list(file.parent.iterdir())) == left
    assert ready(camille) == []
    assert camille.post(f"/people/exports/{file.stem.removeprefix('rempart-')}", "/people").status_code == 404


def test_who_is_erased_takes_their_exports_along(world, both):
    camille, dominique = both
    camille.post("/people/agree", "/people", proposal=proposed(dominique))
    world.house.errands.run()
    assert list(world.house.exports.folder.iterdir()) != []
    with world.store.writing() as connection:
        whole.empty(connection, "camille")
    world.house.errands.run()
    assert list(world.house.exports.folder.iterdir()) == []


def test_alone_i_wait_a_day_and_may_go_back(world):
    camille = world.holder()
    first = proposed(camille)
    assert "sauf si vous revenez en arrière" in camille.get("/people").text
    camille.post("/people/withdraw", "/people", proposal=first)
    proposed(camille)
    world.house.errands.run()
    assert ready(camille) == []
    later = world.now + ALONE
    world.house.errands.now = lambda: later
    world.house.errands.run()
    assert len(ready(camille)) == 1
    assert events(world).count("proposal:withdrawn") == 1


def test_who_may_not_take_evidence_out_neither_sees_nor_agrees_nor_fetches(world, both):
    camille, dominique = both
    other = world.guest("Sacha")
    wanted = proposed(dominique)
    assert wanted not in other.get("/people").text
    for act in ("agree", "withdraw"):
        assert other.post(f"/people/{act}", "/people", proposal=wanted).status_code == 403
    assert other.post("/people/exports", "/people").status_code == 403
    camille.post("/people/agree", "/people", proposal=wanted)
    world.house.errands.run()
    assert other.post(f"/people/exports/{wanted}", "/people").status_code == 403
    assert "export:taken" not in events(world)


def test_an_export_that_was_interrupted_is_written_by_the_next_and_once(world, both, monkeypatch):
    camille, dominique = both
    wanted = proposed(dominique)
    camille.post("/people/agree", "/people", proposal=wanted)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("bot.web.exports.export", full)
        world.house.errands.run()
    assert "n’a pas pu être fait" in camille.get("/people").text
    world.house.errands.run()
    assert ready(camille) == []
    later = world.now + AGAIN
    world.house.errands.now = lambda: later
    world.house.errands.run()
    (file,) = world.house.exports.folder.iterdir()
    written = file.stat()
    world.house.errands.run()
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (written.st_mtime_ns, written.st_ino)
    assert events(world).count("proposal:done") == 1


def test_one_that_fails_keeps_no_other_waiting(world, both, monkeypatch):
    camille, dominique = both
    agreeing, seats = world.house.agreeing, world.house.admission.every("camille")
    block = agreeing.propose(seats[1], Kind.BLOCK, "{}", world.now)
    agreeing.agree(block.id, seats[0], world.now)
    monkeypatch.setitem(agreeing.performing, Kind.BLOCK, lambda *_: (_ for _ in ()).throw(ValueError("not understood")))
    camille.post("/people/agree", "/people", proposal=PROPOSAL.findall(proposed_page(dominique))[-1])
    world.house.errands.run()
    assert len(ready(camille)) == 1


def proposed_page(somebody):
    proposed(somebody)
    return somebody.get("/people").text
