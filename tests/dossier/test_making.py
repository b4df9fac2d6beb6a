"""A dossier is there whole or not at all, whatever happens while it is made; and nothing leaves that must not."""

import json
import os
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir, mkdtemp

import pytest

from bot.dossier.content import About
from bot.dossier.making import GivesAway, make
from bot.dossier.rendering import Rendering
from bot.dossier.staging import BEGINS, Where, staged, sweep
from bot.errors import ConfigError
from bot.evidence.master import MasterKey
from bot.store.database import Store
from tests.dossier.shield import HE, NOW, case_of, draft, files, lines, opened, played_lines, wrote
from tests.dossier.steps import HIDDEN, killed, scanned, steps

ADDRESS = "Je passe ce soir au 10 allée des Tests"


def ours(store):
    """The folder beside the database in which all of it is made."""
    return Path(store.url.database).parent / "exports"


def made(store, place, some=None, now=NOW, record=lambda _: None):
    where = Where(place, ours(store))
    return make(store, draft(subject=case_of(store, HE)), where, some or steps(), now, record, lambda _: None)


def test_it_lies_there_whole_for_its_owner_alone_and_nothing_beside_it(store, tmp_path):
    place = tmp_path / "out" / "plainte"
    done = made(store, place)
    assert done.place == place
    assert done.digest
    assert sorted(path.name for path in place.parent.iterdir()) == ["plainte"]
    assert place.stat().st_mode & 0o077 == 0
    assert {"manifest-sha256.txt", "data/dossier.pdf", "data/chronology.json", "data/sheets/lettre.pdf"} == set(
        files(place)
    )


def test_the_dossier_is_signed_and_letters_are_left_to_my_hand(store, tmp_path):
    made(store, tmp_path / "plainte")
    assert (tmp_path / "plainte" / "data" / "dossier.pdf").read_bytes().endswith(b"signed")
    assert not (tmp_path / "plainte" / "data" / "sheets" / "lettre.pdf").read_bytes().endswith(b"signed")


def test_what_the_other_side_reads_holds_nothing_as_it_was_received_but_its_digests(store, tmp_path):
    made(store, tmp_path / "plainte")
    assert not (tmp_path / "plainte" / "data" / "originals").exists()
    told = json.loads((tmp_path / "plainte" / "data" / "chronology.json").read_text())
    assert told["masked"]
    pieces = [piece for fact in told["facts"] for piece in fact["pieces"]]
    assert pieces
    assert all(len(piece["digest"]) == 64 for piece in pieces)


def test_the_complete_rendering_has_the_originals_and_leaves_as_one_file(store, tmp_path):
    held = []

    def look(folder, file):
        held.extend(files(folder))
        file.write_bytes(b"closed")

    done = made(store, tmp_path / "plainte", steps(Rendering.SEALED, seal=look))
    assert done.place == tmp_path / "plainte.zip"
    assert done.place.read_bytes() == b"closed"
    assert done.place.stat().st_mode & 0o077 == 0
    assert {"data/originals/0001-record.json", "data/trail.zip"} <= set(held)
    assert not (tmp_path / "plainte").exists()


def test_made_again_it_has_the_same_manifest(store, tmp_path):
    one, other = (made(store, tmp_path / name) for name in ("one", "other"))
    assert one.digest == other.digest
    assert files(one.place) == files(other.place)


@pytest.fixture
def told_where_i_live(tmp_path):
    """A store in which somebody wrote where I live."""
    store = opened(played_lines(lines(wrote(ADDRESS, "2026-03-01T10:00:00Z"))), tmp_path)
    yield store
    store.close()


def of_him(store, place, some):
    one = draft(About.ACCOUNT, "bluesky:did:plc:rancunier")
    return make(store, one, Where(place, ours(store)), some, NOW, lambda _: None, lambda _: None)


def test_where_i_live_is_not_in_what_he_will_read(told_where_i_live, tmp_path):
    done = of_him(told_where_i_live, tmp_path / "out" / "plainte", steps())
    assert scanned(done.place) == []
    assert "████" in (done.place / "data" / "dossier.pdf").read_text()


def test_if_it_stood_anywhere_in_it_nothing_is_written_and_the_place_is_named_not_the_words(
    told_where_i_live, tmp_path
):
    forgetful = steps(redact=lambda contents: contents)
    with pytest.raises(GivesAway, match=r"data/dossier\.pdf, text") as told:
        of_him(told_where_i_live, tmp_path / "out" / "plainte", forgetful)
    assert HIDDEN not in str(told.value)
    assert nothing_of_it(tmp_path / "out")
    assert not list(ours(told_where_i_live).iterdir())


def test_nothing_is_written_over(store, tmp_path):
    (tmp_path / "plainte").mkdir()
    with pytest.raises(ConfigError, match="name another place"):
        made(store, tmp_path / "plainte")
    assert list((tmp_path / "plainte").iterdir()) == []


def test_it_is_written_down_before_it_is_there(store, tmp_path):
    there = []
    done = made(store, tmp_path / "plainte", record=lambda one: there.append((one, one.place.exists())))
    assert there == [(done, False)]


def break_(*_):
    raise OSError("the disk is full")


@pytest.mark.parametrize("step", ["typeset", "tabulate", "sign", "bag"])
def test_what_fails_leaves_nothing(store, tmp_path, step):
    with pytest.raises(OSError, match="full"):
        made(store, tmp_path / "out" / "plainte", steps(**{step: break_}))
    assert nothing_of_it(tmp_path / "out")
    assert not list(ours(store).iterdir())


def nothing_of_it(folder):
    """Whether nothing lies there, by whatever name, in which it can be read where I live."""
    return not any(b"des Tests" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def killed_at(store, place, step, rendering):
    """Make it in a process that is killed at a step; afterwards nothing has its name."""
    child, url, key = os.fork(), store.url, store.master.reveal()
    if child == 0:
        other = Store(url, MasterKey(key))
        some = steps(rendering, **({} if step == "record" else {step: killed}))
        where = Where(place, ours(store))
        one = draft(About.ACCOUNT, "bluesky:did:plc:rancunier")
        make(other, one, where, some, NOW, killed if step == "record" else lambda _: None, lambda _: None)
        os._exit(0)  # never: it was killed
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert not list(place.parent.glob("plainte*"))


SEALED, REDACTED = Rendering.SEALED, Rendering.REDACTED
KILLED = [
    *(
        (REDACTED, step)
        for step in ("law", "picture", "redact", "typeset", "tabulate", "sign", "bag", "scan", "record")
    ),
    *((SEALED, step) for step in ("law", "picture", "typeset", "bag", "seal", "record")),
]


@pytest.mark.parametrize(("rendering", "step"), KILLED)
def test_killed_at_any_moment_nothing_at_its_place_says_where_i_live_and_the_next_start_clears_up(
    told_where_i_live, tmp_path, rendering, step
):
    store, out = told_where_i_live, tmp_path / "out"
    out.mkdir()
    killed_at(store, out / "plainte", step, rendering)
    assert nothing_of_it(out)
    (left,) = ours(store).iterdir()
    assert left.name.startswith(BEGINS)
    assert (ours(store).stat().st_mode | left.stat().st_mode) & 0o077 == 0
    sweep(ours(store))
    assert list(ours(store).iterdir()) == []
    done = of_him(store, out / "plainte", steps(rendering))
    assert list(out.iterdir()) == [done.place]


def test_nothing_as_it_was_received_is_written_anywhere_for_the_other_side(told_where_i_live, tmp_path):
    written = []

    def look(contents, folder, progress):
        written.extend(path for path in tmp_path.rglob("*") if path.is_file())
        return steps().typeset(contents, folder, progress)

    of_him(told_where_i_live, tmp_path / "out" / "plainte", steps(typeset=look))
    assert {path.name.partition(".")[0] for path in written} == {"kept"}


@pytest.fixture
def stick():
    """A folder on another disk."""
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == Path(gettempdir()).stat().st_dev:
        pytest.skip("there is but one disk here")
    folder = Path(mkdtemp(prefix="rempart-stick-", dir=shared))
    yield folder
    rmtree(folder)


@pytest.mark.parametrize("rendering", [REDACTED, SEALED])
def test_onto_a_stick_it_goes_whole_and_nothing_in_clear_ever_lies_there(told_where_i_live, stick, rendering):
    seen = []

    def look(_):
        seen.extend(path for path in stick.rglob("*") if path.is_file())
        assert nothing_of_it(stick)

    one = draft(About.ACCOUNT, "bluesky:did:plc:rancunier")
    where = Where(stick / "plainte", ours(told_where_i_live))
    done = make(told_where_i_live, one, where, steps(rendering), NOW, look, lambda _: None)
    assert seen  # all of it lies there when it is written down that it was made
    assert [path.name for path in stick.iterdir()] == [done.place.name]
    assert done.place.stat().st_mode & 0o077 == 0


def test_killed_before_it_has_its_name_on_a_stick_what_lies_there_goes_with_the_next(told_where_i_live, stick):
    killed_at(told_where_i_live, stick / "plainte", "record", REDACTED)
    assert nothing_of_it(stick)
    done = of_him(told_where_i_live, stick / "autre", steps())
    assert list(stick.iterdir()) == [done.place]


def test_if_it_cannot_be_made_in_our_folder_it_is_made_nowhere_else(store, tmp_path):
    ours(store).write_text("no folder")
    with pytest.raises(ConfigError, match="nothing can be written there"):
        made(store, tmp_path / "out" / "plainte")
    assert not (tmp_path / "out").exists()
    sweep(ours(store))
    assert ours(store).read_text() == "no folder"


def test_whoever_is_at_work_beside_is_not_disturbed(store, tmp_path):
    with staged(ours(store)) as folder:
        (folder / "half").write_text("half")
        made(store, tmp_path / "plainte")
        assert (folder / "half").read_text() == "half"
