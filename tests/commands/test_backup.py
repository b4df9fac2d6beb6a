"""A copy of everything, that opens nothing which I had erased since; and coming back from it, nothing is done again."""

import json
import shutil
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import zstandard
from sqlalchemy import select, text

from bot import frames, keyring
from bot.backups.backup import KIND
from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Change, Type
from bot.blocklists.entity import actor
from bot.blocklists.identifier import GENESIS
from bot.model.delivery import Status
from bot.model.proposal import Kind, Proposal, Standing
from bot.store import lists, outbox, pauses, proposals, read, signers
from bot.store.database import Store
from bot.store.metadata import metadata
from bot.store.migrate import migrate
from tests.commands.scene import THREAT
from tests.commands.test_erase import everything

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
GRUMBLER = "bluesky:did:plc:grincheux"


class Elsewhere:
    """Another folder, with a configuration and an empty database of its own."""

    def __init__(self, scene, folder, url):
        self.folder = folder
        self.config = folder / "config.toml"
        folder.mkdir()
        written = scene.config.read_text()
        self.config.write_text(written.replace(scene.process.store.url.render_as_string(hide_password=False), url))
        shutil.copy(scene.folder / "rempart.key", folder / "rempart.key")
        self.store = Store(url, scene.master)


@pytest.fixture
def elsewhere(scene, tmp_path):
    """On SQLite, whatever the backup came from: it is of no database in particular."""
    made = Elsewhere(scene, tmp_path / "elsewhere", f"sqlite:///{tmp_path / 'elsewhere' / 'other.db'}")
    yield made
    made.store.close()


@pytest.fixture
def backed_up(rempart, scene):
    """A backup of today, and where its keys are."""
    file = scene.folder / "today.backup"
    status, out, err = rempart("backup", "--config", scene.config, file)
    assert (status, err) == (0, ""), err
    assert "relues" in out
    return file, scene.folder / "rempart.keys"


def restored(rempart, elsewhere, file, keys):
    return rempart("restore", "--config", elsewhere.config, file, "--keys", keys)


def test_what_was_backed_up_comes_back_whole_and_asks(rempart, scene, elsewhere, backed_up):
    waiting = len(rows(scene.process.store, Status.PLANNED))
    status, out, err = restored(rempart, elsewhere, *backed_up)
    assert (status, err, "elles tiennent" in out) == (0, "", True), (out, err)
    assert rows(elsewhere.store, Status.PLANNED, Status.ATTEMPTING) == []
    assert len(rows(elsewhere.store, Status.UNCERTAIN)) >= waiting > 0
    with scene.process.store.reading() as before, elsewhere.store.reading() as after:
        for table in ("mention", "exhibit", "exhibit_key", "relation", "author", "watched"):
            assert read.count(before, table) == read.count(after, table), table
        chains = [list(read.chain(connection, "camille")) for connection in (before, after)]
        assert chains[1][: len(chains[0])] == chains[0]
        assert [entry.event for entry in chains[1][len(chains[0]) :]] == ["restored"]
        assert pauses.paused_until(after, "camille")
        kept = read.mention(after, scene.uri("rancunier"))[0]
        assert THREAT.encode() in read.content(after, scene.master, kept.exhibit)


def rows(store, *status):
    with store.reading() as connection:
        return outbox.with_status(connection, *status)


def test_yesterdays_backup_with_todays_keys_shows_nothing_of_what_was_erased_today(
    rempart, scene, elsewhere, backed_up
):
    file, keys = backed_up
    assert rempart("reject", "--config", scene.config, "--all-of", "insulte", "--yes")[0] == 0
    assert rempart("erase", "--config", scene.config, "--account", GRUMBLER, "--now")[0] == 0
    status, out, err = restored(rempart, elsewhere, file, keys)
    assert (status, "qui le restent\xa0: 1" in out) == (0, True), (out, err)
    with elsewhere.store.reading() as connection:
        tables = [name for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        shown = [str(tuple(row)) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]
    assert [row for row in shown if "grincheux" in row] == []
    assert any("rancunier" in row for row in shown)
    assert b"grincheux" not in (elsewhere.folder / "other.db").read_bytes()


def test_what_was_said_and_who_said_it_is_readable_in_neither_file(backed_up):
    for file in backed_up:
        raw = file.read_bytes()
        packed = raw[raw.index(b"\n") + 1 :]
        unpacked = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
        for word in (b"retrouverai", b"grincheux", b"rancunier", b"voisine"):
            assert word not in raw
            assert word not in unpacked


def test_a_whole_person_who_was_erased_does_not_come_back_either(rempart, scene, elsewhere, backed_up):
    assert rempart("erase", "--config", scene.config, "--person", "camille", "--now")[0] == 0
    assert restored(rempart, elsewhere, *backed_up)[0] == 0
    with elsewhere.store.reading() as connection:
        shown = [str(tuple(row)) for row in connection.execute(text("SELECT * FROM delivery, mention"))]
        assert read.count(connection, "exhibit_key") == 0
    assert not any(name in row for name in ("rancunier", "grincheux", "voisine") for row in shown)


def names(url, key, folder):
    """What must never be written over, by whatever mistake."""
    found = [folder / "config.toml", key, folder / "letter.txt"]
    return [*found, Path(url.database)] if url.get_backend_name() == "sqlite" else found


def test_a_backup_takes_the_place_of_none_of_my_files(rempart, scene):
    (scene.folder / "letter.txt").write_text("Ce que l’avocat a écrit.")
    store = scene.process.store
    kept = {file: file.read_bytes() for file in names(store.url, scene.folder / "rempart.key", scene.folder)}
    assert len(kept) >= 3
    for file, before in kept.items():
        status, out, err = rempart("backup", "--config", scene.config, file)
        assert (status, out, "name another file" in err) == (2, "", True), err
        assert file.read_bytes() == before
    assert rempart("verify", "--config", scene.config)[0] == 0


def test_a_backup_takes_the_place_of_yesterdays_or_of_an_empty_file(rempart, scene, backed_up):
    file, _ = backed_up
    before = frames.digest(file)
    (scene.folder / "empty.backup").touch()
    for name in ("today.backup", "empty.backup"):
        assert rempart("backup", "--config", scene.config, scene.folder / name)[0] == 0
        assert frames.digest(scene.folder / name) != before


def test_a_slip_in_the_name_of_its_keys_costs_me_no_file(rempart, scene):
    letter = scene.folder / "letter.txt"
    letter.write_text("Ce que l’avocat a écrit.")
    written = scene.config.read_text()
    scene.config.write_text(written.replace("[[person]]", '[backup]\nkeys = "letter.txt"\n\n[[person]]', 1))
    status, _, err = rempart("backup", "--config", scene.config, scene.folder / "today.backup")
    assert (status, "name another file" in err) == (2, True), err
    assert letter.read_text() == "Ce que l’avocat a écrit."


def test_a_backup_goes_into_an_empty_database_only(rempart, scene, backed_up):
    status, _, err = rempart("restore", "--config", scene.config, backed_up[0])
    assert (status, "not empty" in err) == (2, True)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda raw: raw[:-1], "cut off or was altered"),
        (lambda raw: raw[: len(raw) // 2], "cut off or was altered"),
        (lambda raw: raw[:400] + bytes([raw[400] ^ 1]) + raw[401:], "cut off or was altered"),
        (lambda _: b"a letter", "no rempart backup"),
        (lambda _: b"", "no rempart backup"),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_put_back(rempart, elsewhere, backed_up, harm, said):
    file, keys = backed_up
    file.write_bytes(harm(file.read_bytes()))
    status, _, err = restored(rempart, elsewhere, file, keys)
    assert (status, said in err) == (2, True), err
    with elsewhere.store.reading() as connection:
        assert read.people(connection) == []


def test_without_its_keys_a_backup_says_what_is_missing(rempart, elsewhere, backed_up):
    status, _, err = restored(rempart, elsewhere, backed_up[0], elsewhere.folder / "gone.keys")
    assert (status, "no keys of backups" in err) == (2, True)


def test_everything_held_on_me_is_mine_to_read(rempart, scene, tmp_path):
    file = tmp_path / "mine.zip"
    status, _, err = rempart("export", "--config", scene.config, "--person", "camille", file)
    assert status == 0, err
    assert (status, file.stat().st_mode & 0o777) == (0, 0o600), err
    with zipfile.ZipFile(file) as found:
        assert "camille" in found.read("README.txt").decode()
        contents = [json.loads(line) for line in found.read("readable/contents.jsonl").splitlines()]
        assert any(THREAT in json.dumps(one, ensure_ascii=False) for one in contents)
        mentions = [json.loads(line) for line in found.read("readable/mention.jsonl").splitlines()]
        assert {one["author"] for one in mentions} >= {GRUMBLER}
        every = b"".join(found.read(name) for name in found.namelist())
    secret = (scene.folder / "rempart.key").read_text().strip()
    assert secret.encode() not in every
    assert bytes.fromhex(secret) not in every
    assert rempart("export", "--config", scene.config, file)[0] == 2  # never over another file


def test_the_database_is_as_before_when_it_was_only_copied(rempart, scene, backed_up):
    assert rempart("verify", "--config", scene.config)[0] == 0
    assert "grincheux" in everything(scene)[0]


def test_the_backup_of_another_installation_does_not_open_here(rempart, elsewhere, backed_up):
    (elsewhere.folder / "rempart.key").write_text("ab" * 32)
    (elsewhere.folder / "rempart.key").chmod(0o600)
    status, _, err = restored(rempart, elsewhere, *backed_up)
    assert (status, "the master key is another" in err) == (1, True)
    with elsewhere.store.reading() as connection:
        assert read.people(connection) == []


def test_the_keys_of_another_database_are_not_taken_for_an_erasure(rempart, scene, elsewhere):
    """Under the same master key: all of it would be closed for ever in what is restored, and nobody would be told why."""
    migrate(elsewhere.store)
    for store in (scene.process.store, elsewhere.store):
        with store.writing() as connection:
            signers.make(connection, scene.master, datetime.now(UTC))
    file = scene.folder / "today.backup"
    assert rempart("backup", "--config", scene.config, file)[0] == 0
    keyring.keep(elsewhere.store, elsewhere.folder / "rempart.keys", datetime.now(UTC))
    with elsewhere.store.writing() as connection:
        connection.execute(text("DELETE FROM signer"))
    status, _, err = restored(rempart, elsewhere, file, elsewhere.folder / "rempart.keys")
    assert (status, "another database" in err) == (2, True), err
    with elsewhere.store.reading() as connection:
        assert read.people(connection) == []


def test_a_list_comes_back_waiting_for_my_word_and_the_chain_says_so(rempart, scene, elsewhere):
    with scene.process.store.writing() as connection:
        mine = Blocklist(id="l1", person="camille", origin=Origin.OWN, slug="liste", title="L", by="camille", at=NOON)
        lists.put(connection, mine)
        named = Change(id=GENESIS, type=Type.RECOMMENDATION, at=NOON, entity=actor("did:plc:rancunier"))
        lists.append(connection, mine, 1, [named])
    file = scene.folder / "listed.backup"
    assert rempart("backup", "--config", scene.config, file)[0] == 0
    status, out, err = restored(rempart, elsewhere, file, scene.folder / "rempart.keys")
    assert (status, "rempart blocklist confirm" in out) == (0, True), (out, err)
    confirm = ("blocklist", "confirm", "--config", elsewhere.config, "--list", "liste", "--by", "camille")
    assert "attend" in rempart("blocklist", "list", "--config", elsewhere.config)[1]
    status, out, _ = rempart(*confirm)
    assert (status, "1 entrée" in out, "rancunier" in out, "--yes" in out) == (0, True, False, True), out
    assert "rancunier" in rempart(*confirm, "--reveal")[1]
    assert rempart(*confirm, "--yes")[0] == 0
    assert rempart(*confirm, "--yes")[0] == 2
    with elsewhere.store.reading() as connection:
        entries = [entry.payload for entry in read.chain(connection, "camille") if entry.event == "restored"]
        assert entries[-1]["lists"] == 1
        assert [entry.event for entry in read.chain(connection, "camille")][-1] == "list:confirmed"


def test_what_was_proposed_is_not_done_by_coming_back_but_an_end_on_which_two_agreed_goes_on(rempart, scene, elsewhere):
    """Whoever took it back since, and whoever was freed since it was done, would not be asked."""
    told = {
        "waits": (Kind.PUBLISH, Standing.WAITING),
        "agreed": (Kind.BLOCK, Standing.AGREED),
        "ends": (Kind.CLOSE, Standing.AGREED),
        "done": (Kind.PUBLISH, Standing.DONE),
    }
    with scene.process.store.writing() as connection:
        for id_, (kind, standing) in told.items():
            one = Proposal(id=id_, person="camille", kind=kind, by="s", at=NOON, due_at=NOON, standing=standing)
            proposals.put(connection, one)
    file = scene.folder / "proposed.backup"
    assert rempart("backup", "--config", scene.config, file)[0] == 0
    status, out, err = restored(rempart, elsewhere, file, scene.folder / "rempart.keys")
    assert (status, "2 propositions" in out) == (0, True), (out, err)
    with elsewhere.store.reading() as connection:
        found = {id_: proposals.proposal(connection, id_).standing for id_ in told}
        entries = [entry.payload for entry in read.chain(connection, "camille") if entry.event == "restored"]
    withdrawn = Standing.WITHDRAWN
    assert found == {"waits": withdrawn, "agreed": withdrawn, "ends": Standing.AGREED, "done": Standing.DONE}
    assert entries[-1]["proposals"] == 2


def records_of(file):
    return list(frames.read(file, KIND))


def without(table):
    return lambda records: [one for one in records if one[1] != table]


def head(**given):
    return lambda records: [["head", given], *records[1:]]


def end(**given):
    return lambda records: [*records[:-1], ["end", records[-1][1] | given]]


def first(table, changed):
    """Another row of this table, in the place of its first."""

    def change(records):
        at = next(number for number, one in enumerate(records) if one[1] == table)
        return [*records[:at], *changed(records[at]), *records[at + 1 :]]

    return change


def row(**given):
    return lambda one: [["row", one[1], one[2] | given]]


def unreadable(_):
    raw = b"\xc1"
    packed = zstandard.ZstdCompressor().compress(len(raw).to_bytes(frames.LENGTH, "big") + raw)
    return KIND + packed + sha256(KIND + packed).digest()


FORGED = {
    "a newer schema": (head(made="2026-01-01T00:00:00Z", schema="9999", key=""), "another release (schema 9999"),
    "no schema": (head(made="2026-01-01T00:00:00Z"), "KeyError"),
    "a head of another shape": (lambda records: ["head", *records[1:]], "ValueError"),
    "nothing": (lambda _: [], "StopIteration"),
    "no msgpack": (unreadable, "DecodeError"),
    "no end": (lambda records: records[:-1], "no end"),
    "an end that counts nothing": (end(counts=None), "does not hold what it says"),
    "an end without heads": (lambda records: [*records[:-1], ["end", {}]], "KeyError"),
    "a missing table": (without("entry"), "does not hold what it says"),
    "a cut row": (first("entry", lambda one: [one[:2]]), "a row of entry"),
    "a cut sealed row": (first("mention", lambda one: [one[:4]]), "a row of mention"),
    "a row without a column": (first("cursor", lambda one: [["row", "cursor", {"source": "x"}]]), "a row of cursor"),
    "a column that there is not": (first("cursor", row(another=1)), "a row of cursor"),
    "a value of no type": (first("cursor", row(value={"a": [1]})), "a row of cursor"),
    "a time that is none": (first("entry", row(at="noon")), "what it holds"),
    "a number too large": (first("cursor", row(at=2**63)), "a row of cursor"),
    "the same row twice": (first("entry", lambda one: [one, one]), "a row of entry"),
    "a table that there is not": (first("cursor", lambda one: [["row", "nobody", {}]]), "'nobody'"),
    "a way in": (first("cursor", lambda one: [["row", "passkey", {}]]), "'passkey'"),
    "an alert that is none": (first("delivery", lambda one: [["row", "delivery", {}]]), "a row of delivery"),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_backup_whose_digest_is_right_and_nothing_else_is_named_and_nothing_is_put_back(
    rempart, elsewhere, backed_up, forgery
):
    file, keys = backed_up
    (change, said), whole = FORGED[forgery], file.read_bytes()
    forged = change(records_of(file))
    if isinstance(forged, bytes):
        file.write_bytes(forged)
    else:
        frames.write(file, KIND, forged)
    status, _, err = restored(rempart, elsewhere, file, keys)
    assert (status, str(file) in err, said in err) == (2, True, True), err
    with elsewhere.store.reading() as connection:
        tables = metadata.tables.values()
        assert [one.name for one in tables if connection.execute(select(one).limit(1)).first()] == []
    file.write_bytes(whole)
    assert restored(rempart, elsewhere, file, keys)[0] == 0


def test_keys_that_are_none_are_named_too(rempart, elsewhere, backed_up):
    file, keys = backed_up
    frames.write(keys, keyring.KIND, [["person", "camille"]])
    status, _, err = restored(rempart, elsewhere, file, keys)
    assert (status, str(keys) in err, str(file) in err) == (2, True, False), err
