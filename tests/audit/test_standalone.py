"""Somebody who does not trust us, and has no Rempart, verifies my trail with one file that they can read."""

import shutil
import subprocess
import sys
import zipfile

import pytest

from bot.errors import ConfigError
from bot.standalone import whole
from bot.store import erasure, signers, write
from bot.trail.copying import write_closed_trail, write_trail
from tests.audit.trail import HOUR, PERSON


@pytest.fixture
def export(left, tmp_path, calendar):
    """Writes the trail, unpacks it, and verifies it as a stranger does."""
    return Export(left, tmp_path)


class Export:
    def __init__(self, trail, folder):
        self.trail = trail
        self.zip = folder / "camille.zip"
        self.folder = folder / "camille"
        self.program = folder / "verify.py"
        self.program.write_text(whole())

    def make(self, how=write_trail):
        how(self.trail.store, PERSON, self.zip, self.trail.now)
        with zipfile.ZipFile(self.zip) as packed:
            packed.extractall(self.folder)

    def verify(self, *options, what=None):
        """(exit status, what it said)"""
        command = [sys.executable, "-I", str(self.program), str(what or self.folder), *map(str, options)]
        run = subprocess.run(command, cwd=self.program.parent, capture_output=True, text=True, check=False, env={})
        return run.returncode, run.stdout + run.stderr


async def test_a_trail_that_was_left_alone_holds_for_a_stranger_too(export, left, calendar, certified):
    left.live(hours=2)
    await left.leave()
    calendar.mine(900_000)
    left.now += HOUR
    await left.leave()
    export.make()
    status, said = export.verify("--certificate", certified.certificate)
    assert (status, "ALL OF IT HOLDS" in said) == (0, True), said
    assert "existed on 20" in said
    assert "Bitcoin block 900000, if its Merkle root is" in said
    assert "4 exhibits were opened and compared" in said
    assert export.verify(what=export.zip)[0] == 0
    assert "not verified: give the root" in export.verify()[1]
    with left.store.reading() as connection:
        key = signers.signing(connection).verifier
    assert export.verify("--signer", key)[0] == 0
    last = left.entries()[-1]
    assert export.verify("--head", f"{PERSON}={last.number}:{last.seal}")[0] == 0
    assert export.verify("--head", f"{last.number + 1}:{last.seal}")[0] == 1
    assert export.verify("--block-header", f"900000={calendar.headers[900_000].hex()}")[0] == 1  # it took no work


async def test_a_closed_export_holds_no_content_and_verifies(export, left):
    left.live(hours=1)
    export.make(write_closed_trail)
    assert not (export.folder / "exhibits").exists()
    status, said = export.verify()
    assert (status, "0 exhibits were opened" in said) == (0, True)


async def test_what_was_erased_is_told_and_the_rest_holds(export, left):
    left.live(hours=1)
    gone = next(entry.payload["exhibit"] for entry in left.entries() if "exhibit" in entry.payload)
    with left.store.writing() as connection:
        erasure.forget(connection, [gone])
        write.append(connection, PERSON, [(left.now, "erased", {"exhibits": gone, "count": 1})])
    export.make()
    status, said = export.verify()
    assert (status, "1 exhibits were opened and compared; of 1 the chain says that they were erased; 0" in said) == (
        0,
        True,
    ), said


def edited(folder, name, old, new, count=1):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, count))


def without_line(folder, name, number):
    path = folder / name
    lines = path.read_text().splitlines(keepends=True)
    del lines[number]
    path.write_text("".join(lines))


def swapped(folder):
    path = folder / "entries.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    lines[1], lines[2] = lines[2], lines[1]
    path.write_text("".join(lines))


def altered_bytes(folder, pattern):
    path = max(folder.glob(pattern))
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(bytes(data))


HARMS = {
    "an entry altered": lambda folder: edited(folder, "entries.jsonl", "mention:judged", "mention:nothing"),
    "an entry taken out": lambda folder: without_line(folder, "entries.jsonl", 1),
    "the newest entries cut off": lambda folder: [without_line(folder, "entries.jsonl", -1) for _ in range(5)],
    "entries in another order": swapped,
    "an exhibit altered": lambda folder: altered_bytes(folder, "exhibits/*"),
    "an exhibit's line taken out": lambda folder: without_line(folder, "exhibits.jsonl", 0),
    "an exhibit's content taken out": lambda folder: shutil.rmtree(folder / "exhibits"),
    "a salt altered": lambda folder: edited(folder, "exhibits.jsonl", '"salt":"', '"salt":"00'),
    "a note altered": lambda folder: edited(folder, "checkpoints/3.txt", "\n3\n", "\n4\n"),
    "a signature altered": lambda folder: altered_bytes(folder, "checkpoints/*"),
    "a checkpoint taken out": lambda folder: (folder / "checkpoints/3.txt").unlink(),
    "a time-stamp altered": lambda folder: altered_bytes(folder, "deposits/*.tsr"),
    "a proof altered": lambda folder: altered_bytes(folder, "deposits/*.ots"),
    "a deposit taken out": lambda folder: without_line(folder, "deposits.jsonl", 0),
    "the keys replaced": lambda folder: (folder / "keys.txt").write_text(""),
}


@pytest.mark.parametrize("harm", HARMS)
async def test_whatever_is_done_to_my_export_a_stranger_finds(export, left, harm):
    left.live(hours=2)
    await left.leave()
    export.make()
    HARMS[harm](export.folder)
    status, said = export.verify()
    assert (status, "IT DOES NOT HOLD" in said, "✗" in said) == (1, True, True), said


async def test_what_is_no_export_is_told_as_such(export, tmp_path):
    (tmp_path / "nothing").write_bytes(b"nothing")
    assert export.verify(what=tmp_path / "nothing")[0] == 2
    assert export.verify(what=tmp_path / "not there")[0] == 2


def test_the_one_file_needs_nothing_of_ours():
    text = whole()
    assert "from bot" not in text
    assert "import bot" not in text
    assert len(text.splitlines()) < 1250


async def test_an_export_never_writes_over_another_and_never_leaves_out_in_silence(export, left):
    left.live(hours=1)
    export.make()
    with pytest.raises(ConfigError, match="there already"):
        export.make()
    assert export.zip.stat().st_mode & 0o777 == 0o600
    export.zip.unlink()
    left.change("UPDATE exhibit SET size = size + 1")
    with pytest.raises(Exception, match="altered"):
        export.make()
    assert not export.zip.exists()


async def test_an_entry_with_signs_of_every_kind_holds_for_a_stranger_too(export, left):
    with left.store.writing() as connection:
        said = {"why": 'é\u2028\U0001f600\t"\\\x7f\x01/', "who": "camille"}
        write.append(connection, PERSON, [(left.now, "noted", said)])
    left.seal()
    export.make()
    status, said = export.verify()
    assert status == 0, said
