"""Whoever gets the file can tell that not a byte of it is another, with us and without us, offline."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from random import Random

import bagit
import msgspec
import pytest

from bot.dossier import chronology
from bot.dossier.bagging import bag, packed
from bot.dossier.checking import Given, check, is_dossier
from bot.dossier.content import About, Contents
from bot.dossier.fact import Fact, Piece
from bot.dossier.typesetting.typeset import typeset
from bot.errors import ConfigError
from bot.standalone import whole
from bot.standalone.bag import Bag, check_bag
from bot.standalone.trail import Report
from bot.store import read
from bot.trail.copying import write_chosen_trail
from tests.audit.trail import PERSON, Trail
from tests.dossier.shield import told_in

AT = datetime(2026, 3, 1, 15, tzinfo=UTC)
GIVEN = Given()
UPTO = 6


def contents(*pieces, **told):
    fact = Fact(**{"number": 1, "at": AT, "kind": "letter", "author": "", "text": "=1+1", "pieces": pieces} | told)
    return Contents(
        about=About.CASE,
        subject="1",
        person=PERSON,
        language="fr",
        zone="Europe/Paris",
        made_at=AT,
        selected=1,
        known=1,
        which="all",
        facts=(fact,),
    )


@pytest.fixture
def kept(tmp_path):
    trail = Trail(f"sqlite:///{tmp_path}/evidence.db")
    trail.live(hours=2)
    yield trail
    trail.store.close()


@pytest.fixture
def make(kept, tmp_path):
    """Makes a bag with one original and the trail that holds it."""

    def made(name="dossier"):
        folder = tmp_path / name
        (folder / "data" / "originals").mkdir(parents=True)
        entry = next(one for one in kept.entries() if "exhibit" in one.payload)
        exhibit = str(entry.payload["exhibit"])
        with kept.store.reading() as connection:
            raw = read.content(connection, kept.store.master, exhibit)
        (folder / "data" / "originals" / "1 é.json").write_bytes(raw)
        piece = Piece(
            what="noted",
            file="originals/1 é.json",
            digest=sha256(raw).hexdigest(),
            size=len(raw),
            at=AT,
            exhibit=exhibit,
            entry=entry.number,
        )
        taken = {"taken_at": datetime.fromisoformat(entry.at), "entry": entry.number, "seal": entry.seal}
        told = contents(piece, text=raw.decode(), exhibit=exhibit, **taken)
        chronology.write(told, folder / "data")
        typeset(told, folder / "data", lambda _: None)
        write_chosen_trail(kept.store, PERSON, folder / "data" / "trail.zip", AT, {exhibit}, UPTO)
        bag(folder, {"Source-Organization": "Rempart", "Bagging-Date": "2026-03-01"})
        return folder

    return made


def alone(folder, *options):
    """What the verifier that lies beside it says: (exit status, words)."""
    program = folder.parent / "alone.py"
    program.write_text(whole())
    command = [sys.executable, "-I", str(program), str(folder), *options]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    return run.returncode, run.stdout + run.stderr


def test_a_bag_that_was_left_alone_holds_for_all_who_look(make, tmp_path):
    folder = make()
    found = check(folder, GIVEN)
    assert (found.holds, found.faults) == (True, ())
    assert any("1 originals are, byte for byte, what the exhibits" in one for one in found.said)
    assert any("1 exhibits were opened and compared" in one for one in found.said)
    status, said = alone(folder)
    assert (status, "WHAT WAS VERIFIED HOLDS" in said) == (0, True), said
    assert bagit.Bag(str(folder)).validate()
    packed(folder, tmp_path / "dossier.zip")
    assert is_dossier(tmp_path / "dossier.zip")
    assert check(tmp_path / "dossier.zip", GIVEN).holds
    assert alone(tmp_path / "dossier.zip")[0] == 0


def test_made_again_it_is_the_same_to_the_byte_whatever_happened_since(make, kept, tmp_path):
    one = make()
    kept.live(hours=1)
    other = make("again")
    packed(one, tmp_path / "one.zip")
    packed(other, tmp_path / "other.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
    assert check(other, GIVEN).holds


def test_a_flipped_byte_in_any_file_is_found_by_both(make):
    folder, random = make(), Random(1)
    every = sorted(one for one in folder.rglob("*") if one.is_file())
    assert len(every) == 11
    for file in every:
        before = file.read_bytes()
        for place in {0, len(before) - 1, random.randrange(len(before))}:
            flipped = bytearray(before)
            flipped[place] ^= 1 << random.randrange(8)
            file.write_bytes(flipped)
            assert not check(folder, GIVEN).holds, (file.name, place)
        assert alone(folder)[0] != 0, file.name
        file.write_bytes(before)
    assert check(folder, GIVEN).holds


@pytest.mark.parametrize("name", ["data/more.txt", "more.txt", "data/originals/.hidden", "fetch.txt"])
def test_what_was_put_in_is_found(make, name):
    folder = make()
    (folder / name).write_text("more")
    assert any(name in one for one in check(folder, GIVEN).faults)
    assert alone(folder)[0] == 1


@pytest.mark.parametrize("name", ["data/trail.zip", "data/chronology.csv", "verify.py", "bag-info.txt"])
def test_what_was_taken_out_is_found(make, name):
    folder = make()
    (folder / name).unlink()
    assert any(name in one for one in check(folder, GIVEN).faults)
    assert alone(folder)[0] == 1


def test_a_link_to_elsewhere_is_no_file_of_it(make, tmp_path):
    folder = make()
    (tmp_path / "same").write_bytes((folder / "verify.py").read_bytes())
    (folder / "verify.py").unlink()
    (folder / "verify.py").symlink_to(tmp_path / "same")
    assert not check(folder, GIVEN).holds
    assert alone(folder)[0] == 2


def test_an_original_that_does_not_stand_in_the_trail_is_found_though_all_digests_were_made_anew(make):
    folder = make()
    file = folder / "data" / "originals" / "1 é.json"
    file.write_bytes(b"never written")
    told = json.loads((folder / "data" / "chronology.json").read_text())
    told["facts"][0]["pieces"][0]["digest"] = sha256(b"never written").hexdigest()
    (folder / "data" / "chronology.json").write_text(json.dumps(told))
    for tag in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "verify.py"):
        (folder / tag).unlink()
    bag(folder, {})
    assert any("not what stands in exhibit" in one for one in check(folder, GIVEN).faults)
    assert "not what stands in exhibit" in alone(folder)[1]


def test_what_was_noted_elsewhere_is_compared(make, kept):
    folder, last = make(), kept.entries()[UPTO - 1]
    assert check(folder, Given(heads=((UPTO, last.seal),))).holds
    assert not check(folder, Given(heads=((UPTO, "0" * 64),))).holds
    assert alone(folder, "--head", f"{UPTO}:{'0' * 64}")[0] == 1


def test_a_line_about_it_cannot_become_two(tmp_path):
    (tmp_path / "data").mkdir()
    with pytest.raises(ConfigError, match="Contact"):
        bag(tmp_path, {"Contact": "Lea\nPayload-Oxum: 0.0"})


def test_nothing_in_the_spreadsheet_runs_and_the_json_holds_it_exactly(tmp_path):
    hostile = ['=HYPERLINK("https://a.test")', "+1", "-1", "@x", "\t=1", "＝1", 'a;b\n"c"', "'=1"]
    facts = tuple(
        Fact(number=number, at=AT, kind="mention", author="a", text=text, name=text)
        for number, text in enumerate(hostile, 1)
    )
    given = msgspec.structs.replace(contents(), facts=facts)
    chronology.write(given, tmp_path)
    assert told_in(tmp_path) == given
    lines = (tmp_path / "chronology.csv").read_text("utf-8-sig")
    for text in hostile[:6]:
        assert f"'{text[:2]}" in lines
        assert f";{text[:2]}" not in lines
    assert "2026-03-01 16:00:00+01:00" in lines


def test_a_name_with_a_line_break_cannot_make_two_lines_of_a_manifest(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a\nb%0A.txt").write_text("x")
    bag(tmp_path, {})
    assert "data/a%0Ab%250A.txt\n" in (tmp_path / "manifest-sha256.txt").read_text()
    report = Report()
    check_bag(Bag(tmp_path), report)
    assert report.faults == 0
