"""The lives of one shield: killed at a point, begun again, and what everybody else then sees of it."""

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.alerts.wording import wording
from bot.audit import audit
from bot.errors import ConfigError
from bot.model.action import Order, Report
from bot.model.delivery import Delivery, Status, Task
from bot.store import coverage, outbox, read, survey
from bot.store.database import Store
from tests.reliability.parts import Nursery, Place, eventually
from tests.reliability.points import FIRST, LATER

MARK = wording("fr").say("grammar.repeated").lower()
REF = re.compile(r"rempart why (\S+)")
UPDATE = wording("fr").say("update.title", reason="\0", kind="").split("\0")[0]
NEXT_MORNING = ("DELETE FROM cursor WHERE source = 'digest:camille'",)
TERM = (
    "UPDATE delivery SET due_at = due_at - 86400000000 WHERE id LIKE '%-expiry' AND severity = 2",
    "UPDATE author SET matched_at = matched_at - 86400000000",
)
"""A day goes by: marmelade is muted for one."""
WORDS = ("pantoufle", "casserole", "marmelade")
REPORTED = frozenset(
    {"before a report is sent", "after a report is accepted", "before the outcome of a report is written"}
)
"""Points after which nobody can know whether the report was sent. After any other nobody can either, if death met one
on its way by chance."""


HALFWAY = frozenset({Status.ATTEMPTING, Status.UNCERTAIN})


class Lives:
    """One shield through all its lives."""

    def __init__(self, place: Place, nursery: Nursery, point: str) -> None:
        self.place = place
        self.nursery = nursery
        self.point = point
        self.posted = 0
        self.began = datetime.now(UTC) - timedelta(seconds=3)  # servers tell whole seconds
        self.in_doubt = False
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The written store, beside whoever runs on it; ConfigError while there is no key yet."""
        if self._store is None:
            self._store = self.place.store()
        return self._store

    def close(self) -> None:
        if self._store is not None:
            self._store.close()

    def pass_all(self) -> None:
        """From the first start to the last quiet moment, with a death at the point in between."""
        if self.point in FIRST:
            self.die(self.point)
        self.live(self.listens)
        for word in WORDS:
            self.post(word, f"@figure quelle {word}")
        self.post("friend", "@figure bonjour")
        if self.point not in FIRST:
            self.prepare()
            self.die(self.point)
        self.live(self.settled, then=self.hear_one_more)

    def prepare(self) -> None:
        """Bring about what the point needs."""
        if self.point == "during recovery":
            self.die("after a mute is accepted")
        elif self.point in LATER:
            self.live(self.settled)
            with self.store.writing() as connection:
                for change in TERM if "mute" in self.point else NEXT_MORNING:
                    assert connection.execute(text(change)).rowcount

    def die(self, point: str) -> None:
        """One life that ends at the point: by SIGKILL, and there and nowhere else."""
        pid = self.nursery.begin(self.place.config, point)
        assert self.nursery.end(pid) == (9, 0), self.place.log
        marker = self.place.folder / "marker"
        assert marker.read_text() == point
        marker.unlink()
        if point not in FIRST:
            self.in_doubt = self.in_doubt or any(one.status in HALFWAY for one in self.reports())

    def live(self, until, then=lambda: None) -> None:
        """One life without a fault, killed once all is as wanted."""
        pid = self.nursery.begin(self.place.config)
        eventually(until, 60, lambda: f"{self.point}: {until.__name__}\n{self.place.log}")
        then()
        self.nursery.kill(pid)

    def post(self, by: str, words: str) -> None:
        self.place.tell("post", by=by, text=words)
        self.posted += 1

    def hear_one_more(self) -> None:
        """The stream is alive."""
        eventually(lambda: self.place.world["streams"], 60, lambda: self.place.log)
        self.post("friend", "@figure encore moi")
        eventually(self.settled, 60, lambda: self.place.log)

    def listens(self) -> bool:
        """It knows from where on mentions are its own."""
        try:
            with self.store.reading() as connection:
                sources = {row["source"].rpartition(":")[2] for row in survey.cursors(connection)}
        except (ConfigError, DatabaseError):  # nothing is there yet
            return False
        return {"stream", "poll"} <= sources

    def settled(self) -> bool:
        """All is judged, and nothing is left to do for now."""
        with self.store.reading() as connection:
            judged = read.count(connection, "mention")
            soon = datetime.now(UTC) + timedelta(minutes=1)
            waiting = outbox.with_status(connection, Status.PLANNED, Status.ATTEMPTING)
            return judged == self.posted and not any(one.due_at < soon for one in waiting)

    # ------------------------------------------------------------------ what is true of every one of them

    def examine(self) -> None:
        self.mentions_are_judged_once()
        self.server_did_what_was_asked_once()
        self.report_was_sent_at_most_once()
        self.alerts_came_and_say_so_if_again()
        self.nothing_is_claimed_to_be_seen_that_was_not()
        self.evidence_came_before_and_the_rest_once()

    def mentions_are_judged_once(self) -> None:
        assert all(one.valid for one in audit(self.store)), [one.faults for one in audit(self.store)]
        with self.store.reading() as connection:
            events = Counter(entry.event for entry in read.chain(connection, "camille"))
            assert (read.count(connection, "mention"), events["mention:judged"]) == (self.posted, self.posted)
            assert not outbox.with_status(connection, Status.ATTEMPTING)

    def server_did_what_was_asked_once(self) -> None:
        world = self.place.world
        ids = {name: one["id"] for name, one in world["people"].items()}
        lifted = self.point in LATER and "mute" in self.point
        muted = {"pantoufle"} if lifted else {"pantoufle", "marmelade"}
        assert {(by, whom) for by, whom, _, _ in world["mutes"]} == {(ids["figure"], ids[name]) for name in muted}
        assert world["blocks"] == [[ids["figure"], ids["casserole"]]]
        calls = Counter({path.rpartition("/")[2]: n for path, n in world["calls"].items() if path.startswith("POST")})
        assert (calls["mute"], calls["block"], calls["unmute"]) == (2, 1, int(lifted))

    def report_was_sent_at_most_once(self) -> None:
        sent = [one["whom"] for one in self.place.world["reports"]]
        assert set(sent) <= {self.place.world["people"]["casserole"]["id"]}
        (report,) = self.reports()
        assert report.status is (Status.UNCERTAIN if self.in_doubt else Status.DONE)
        if self.point in REPORTED:
            assert (self.in_doubt, len(sent)) == (True, int("before a report" not in self.point))
        elif self.in_doubt:
            assert len(sent) <= 1
        else:
            assert len(sent) == 1

    def alerts_came_and_say_so_if_again(self) -> None:
        boxes: dict[tuple[str, str], list[bool]] = defaultdict(list)
        for one in self.place.alerts:
            ref = REF.search(one["message"])
            title = one["title"].replace(f" ({MARK})", "")
            boxes[title, ref[1] if ref else ""].append(MARK in one["title"])
        for key, marks in boxes.items():
            assert marks in ([False], [True], [False, True]), (key, marks)
        if self.point == "after an alert is sent":
            assert [False, True] in boxes.values()
        updates = [title for title, _ in boxes if title.startswith(UPDATE)]
        mentions = [title for title, ref in boxes if ref and not title.startswith(UPDATE)]
        digests = [title for title, ref in boxes if not ref]
        assert (len(mentions), len(updates)) == (2, 2), boxes
        assert len(digests) == int("digest" in self.point) + int(self.in_doubt), boxes

    def evidence_came_before_and_the_rest_once(self) -> None:
        """Of each mute and block: what it destroys was in custody before it, its thread came once, now or after."""
        with self.store.reading() as connection:
            chain = list(read.chain(connection, "camille"))
        for one in self.orders():
            if one.task is not Task.ACT or isinstance(one.what.action, Report):
                continue
            about = [entry for entry in chain if entry.payload.get("delivery") == one.id]
            kept = Counter(str(entry.payload["what"]) for entry in about if entry.event == "captured")
            assert (kept["notification"], kept["thread"], kept["profile"]) == (1, 1, 1), (self.point, kept)
            destroyed = [entry for entry in about if entry.payload.get("what") == "notification"]
            done = [entry for entry in about if entry.event.endswith(":done")]
            assert destroyed[0].number < done[0].number

    def nothing_is_claimed_to_be_seen_that_was_not(self) -> None:
        """From the first life on and no longer than to now; the last life caught up on what happened between them."""
        with self.store.reading() as connection:
            every = [one for _, one in coverage.every(connection, "camille")]
            chain = list(read.chain(connection, "camille"))
        assert every, "somebody saw"
        assert all(self.began <= one.since <= one.until <= datetime.now(UTC) for one in every)
        assert not [entry for entry in chain if entry.event in {"coverage:gap", "clock:back"}]

    def reports(self) -> list[Delivery]:
        return [one for one in self.orders() if isinstance(one.what.action, Report) and one.task is Task.ACT]

    def orders(self) -> list[Delivery]:
        with self.store.reading() as connection:
            return [one for one in outbox.with_status(connection, *Status) if isinstance(one.what, Order)]
