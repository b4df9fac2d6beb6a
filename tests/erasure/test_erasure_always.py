"""Whatever is erased, in whatever order: the chain verifies, what is held stays, and no byte of the rest is left."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.audit import audit
from bot.backups import backup
from bot.config.schema import Retention
from bot.erasure import holding
from bot.erasure.plan import Erasure
from bot.erasure.spared import Target
from bot.errors import KeyMissing
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.action import Order, Report
from bot.model.delivery import Delivery, Status, Task
from bot.model.reason import Reason, Severity
from bot.store import dump, outbox, read, write
from bot.store.database import Store
from bot.store.holds import LegalHold
from bot.store.migrate import migrate
from bot.store.rows import micros, place

NOW = datetime(2026, 6, 1, tzinfo=UTC)
PERSON = "camille"
AUTHORS = ("alpha", "beta", "gamma")


class Past:
    """A database with some mentions, each with marks of its own in everything that it is made of."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.store = Store(url or f"sqlite:///{folder / 'rempart.db'}", MasterKey.new())
        migrate(self.store)
        self.erasure = Erasure(self.store, folder / "rempart.keys")
        self.uris: list[str] = []
        self.exhibits: dict[str, str] = {}

    def mention(self, author: str, severity: Severity, days: int, status: Status) -> None:
        number = len(self.uris)
        account, at = f"bluesky:did:plc:who{author}", NOW - timedelta(days=days)
        uri = f"at://did:plc:who{author}/app.bsky.feed.post/mark{number:03}end"
        self.uris.append(uri)
        with self.store.writing() as connection:
            master = self.store.master
            salt = write.salt(connection, master, PERSON)
            (box,) = write.take(connection, master, PERSON, "mention", [(f"text of {uri}".encode() * 9, at)])
            self.exhibits[uri] = box.id
            dump.load(connection, "mention", [row(uri, account, severity, at, box.id)])
            outbox.plan(connection, [delivery(uri, account, severity, at, status)])
            said = {"mention": pseudonym(salt, uri), "author": pseudonym(salt, account)}
            named = {"exhibit": box.id, "digest": box.digest}
            write.append(connection, PERSON, [(at, "mention:judged", said | named)])
            (other,) = write.take(connection, master, PERSON, "captured", [(f"thread of {uri}".encode() * 9, at)])
            named = {"exhibit": other.id, "digest": other.digest, "delivery": f"order-{uri[-6:]}"}
            write.append(connection, PERSON, [(at, "captured", named)])

    def hold(self, subject: str) -> None:
        holding.place(self.store, LegalHold(person=PERSON, subject=subject, why="court", by="me", at=NOW))

    def readable(self, uri: str) -> bool:
        with self.store.reading() as connection:
            try:
                return uri.encode() in read.content(connection, self.store.master, self.exhibits[uri])
            except KeyMissing:
                return False

    def everything(self) -> bytes:
        """All bytes of the database's files, and all rows."""
        with self.store.reading() as connection:
            rows = [str(one) for table in ("mention", "delivery", "author") for one in dump.rows(connection, table)]
        return "".join(rows).encode() + b"".join(one.read_bytes() for one in self.folder.glob("rempart.db*"))


def row(uri, account, severity, at, exhibit):
    return {
        "place": place(uri),
        "person": PERSON,
        "version": 1,
        "uri": uri,
        "revision": f"revision of {uri}",
        "platform": "bluesky",
        "author": account,
        "kind": "mention",
        "received_at": micros(at),
        "decided_at": micros(at),
        "severity": int(severity),
        "reasons": "[]",
        "rules": "[]",
        "review": False,
        "exhibit": exhibit,
        "alert": None,
    }


def delivery(uri, account, severity, at, status):
    order = Order(
        id=f"order-{uri[-6:]}",
        person=PERSON,
        by="bluesky:did:plc:camille",
        action=Report(),
        subject=account,
        subject_id=account.removeprefix("bluesky:"),
        uri=uri,
        revision=f"revision of {uri}",
        rule="a rule",
        reason=Reason.SPAM,
        severity=severity,
        root=uri,
        received_at=at,
        decided_at=at,
    )
    via = "bluesky:did:plc:camille"
    return Delivery(id=order.id, person=PERSON, task=Task.ACT, via=via, what=order, due_at=at, status=status)


mentions = st.tuples(
    st.sampled_from(AUTHORS),
    st.sampled_from(list(Severity)),
    st.integers(0, 3000),
    st.sampled_from([Status.DONE, Status.HELD, Status.UNCERTAIN, Status.CANCELLED]),
)
steps = st.one_of(
    st.tuples(st.just("account"), st.sampled_from(AUTHORS)),
    st.tuples(st.just("mention"), st.integers(0, 11)),
    st.tuples(st.just("hold"), st.one_of(st.sampled_from(AUTHORS), st.integers(0, 11))),
    st.tuples(st.just("retain"), st.integers(0, 2500)),
)


@settings(max_examples=15, phases=set(Phase) - {Phase.explain}, suppress_health_check=list(HealthCheck))
@given(st.lists(mentions, min_size=1, max_size=12), st.lists(steps, min_size=1, max_size=5))
def test_what_goes_leaves_no_byte_and_the_chain_verifies(written, wanted):
    with TemporaryDirectory() as folder:
        past = Past(Path(folder))
        for one in written:
            past.mention(*one)
        for step in wanted:
            take(past, *step)
            (found,) = audit(past.store)
            assert found.valid, found.faults
        left = past.everything()
        for number, (uri, (_, _, _, status)) in enumerate(zip(past.uris, written, strict=True)):
            if past.readable(uri):
                continue
            assert status not in {Status.HELD, Status.UNCERTAIN}
            assert f"mark{number:03}end".encode() not in left
        past.store.close()


def take(past, what, subject):
    uri = past.uris[subject % len(past.uris)] if isinstance(subject, int) else ""
    match what:
        case "account":
            past.erasure.erase(Target(person=PERSON, account=f"bluesky:did:plc:who{subject}"), "me", NOW)
        case "mention":
            past.erasure.erase(Target(person=PERSON, uri=uri), "me", NOW)
        case "hold" if not uri or past.readable(uri):  # a hold says what it is on: on what is gone it would name it
            past.hold(uri or f"bluesky:did:plc:who{subject}")
        case "retain":
            past.erasure.retain(PERSON, Retention(), NOW + timedelta(days=subject))
            past.erasure.finish(NOW)


def test_what_is_held_outlives_every_retention(tmp_path):
    past = Past(tmp_path)
    past.mention("alpha", Severity.NONE, 3000, Status.DONE)
    past.mention("beta", Severity.NONE, 3000, Status.DONE)
    past.hold("bluesky:did:plc:whoalpha")
    gone = past.erasure.retain(PERSON, Retention(), NOW)
    assert (gone.mentions, [one.why for one in gone.spared]) == (1, ["hold"])
    assert [past.readable(uri) for uri in past.uris] == [True, False]
    past.store.close()


def test_a_backup_during_a_flood_is_of_one_moment(database_url, tmp_path):
    """Whoever writes meanwhile: what is in it fits together, and verifies once it is restored."""
    from threading import Event, Thread

    from bot.backups.restoring import restore

    past = Past(tmp_path, database_url)
    stop = Event()

    def flood():
        number = 0
        while not stop.is_set():
            past.mention(AUTHORS[number % 3], Severity.HIGH, 1, Status.DONE)
            number += 1

    past.mention("alpha", Severity.HIGH, 1, Status.PLANNED)
    writer = Thread(target=flood)
    writer.start()
    try:
        for number in range(3):
            backup.back_up(past.store, tmp_path / f"{number}.backup", tmp_path / "rempart.keys", NOW)
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        other = Store(f"sqlite:///{tmp_path / f'{number}.db'}", past.store.master)
        migrate(other)
        done = restore(other, tmp_path / f"{number}.backup", tmp_path / "rempart.keys", {}, "me", NOW)
        assert (done.erased, done.uncertain) == (0, 1)
        (found,) = audit(other)
        assert found.valid, found.faults
        other.close()
    past.store.close()


def test_a_disk_that_loses_what_is_written_keeps_the_backup_before(tmp_path, monkeypatch):
    from bot.errors import ConfigError

    past = Past(tmp_path)
    past.mention("alpha", Severity.HIGH, 1, Status.DONE)
    file = tmp_path / "a.backup"
    backup.back_up(past.store, file, tmp_path / "rempart.keys", NOW)
    before = file.read_bytes()
    full = OSError(28, "No space left on device", str(file))
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", lambda _: (_ for _ in ()).throw(full))
        with pytest.raises(OSError, match="No space"):
            backup.back_up(past.store, file, tmp_path / "rempart.keys", NOW)
    assert file.read_bytes() == before
    assert [one.name for one in tmp_path.glob(".a.backup*")] == []
    file.write_bytes(before[:-40])
    with pytest.raises(ConfigError, match="cut off"):
        list(backup.frames.read(file, backup.KIND))
    past.store.close()


@pytest.mark.postgres
def test_a_backup_of_one_kind_of_database_goes_into_the_other(postgres_url, tmp_path):
    from bot.backups.restoring import restore

    past = Past(tmp_path)
    for author in AUTHORS:
        past.mention(author, Severity.HIGH, 1, Status.DONE)
    backup.back_up(past.store, tmp_path / "a.backup", tmp_path / "rempart.keys", NOW)
    past.erasure.erase(Target(person=PERSON, account="bluesky:did:plc:whobeta"), "me", NOW)
    server = Store(postgres_url, past.store.master)
    migrate(server)
    done = restore(server, tmp_path / "a.backup", tmp_path / "rempart.keys", {}, "me", NOW)
    assert done.erased == 2
    (found,) = audit(server)
    assert (found.valid, found.exhibits, found.erased) == (True, 4, 2), found.faults
    with server.reading() as connection:
        rows = [str(one) for table in ("mention", "delivery", "author") for one in dump.rows(connection, table)]
        events = [entry.event for entry in read.chain(connection, PERSON)]
    assert not any("whobeta" in one for one in rows)
    assert any("whoalpha" in one for one in rows)
    assert events[-2:] == ["erased", "restored"]
    server.close()
    past.store.close()
