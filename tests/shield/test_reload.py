"""My rules change while mentions pour in: none is lost, none judged twice, and none by half of a policy."""

import asyncio
import json
from contextlib import asynccontextmanager, closing, contextmanager

import pytest_asyncio
import structlog
from sqlalchemy import text, true

from bot import app
from bot.config import ConfigFile, load
from bot.model.alert import Alert
from bot.model.decision import Mode
from bot.model.shield import Shield
from bot.recording import records
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.shield import reload, versions
from bot.shield.heartbeat import last
from bot.shield.reload import Reloads, applicable
from bot.store import outbox, read, schema
from tests.doubles.mastodon import Double
from tests.reliability.parts import CONFIG, Place
from tests.reliability.within import Within, eventually
from tests.rules.parsed import parse_rules

RULE = """
[[rule]]
name = "{rule}"
reason = "harassment_targeted"
severity = "low"
all = [ {{ words = ["bonjour"] }} ]
"""
MANY = 120
"""Mentions between two changes."""


class Here(Place):
    """A shield in this process, its folder, its server, and what it wrote."""

    def __init__(self, folder, double):
        super().__init__(folder, double.base, "127.0.0.1:9", RULE.format(rule="first"))
        self.double = double
        self.said = []

    def write(self, rule):
        self.config.write_text(
            CONFIG.format(server=self.server, database=self.url, rules=RULE.format(rule=rule), poll="1 second")
        )

    def __call__(self, _logger, _method, line):
        """Take a line of the log."""
        self.said.append(line)
        raise structlog.DropEvent

    def events(self, begins):
        return [line for line in self.said if line["event"].startswith(begins)]

    @asynccontextmanager
    async def running(self):
        """The shield, from the first rule on."""
        file = ConfigFile(self.config, {})
        self.reloads = Reloads(file.read(), file)
        task = asyncio.create_task(app.run(self.reloads.config, self.reloads))
        try:
            await eventually(lambda: task.done() or self.double.streams)
            yield self
            assert not task.done(), "the shield has stopped"
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def post(self, count, words="bonjour"):
        """So many mentions, a few milliseconds apart."""
        for _ in range(count):
            self.double.world.post("harasser", f"@figure {words}")
            await asyncio.sleep(0.004)

    async def taken(self, count):
        """Wait until so many changes have been taken up."""
        await eventually(lambda: len(self.events("configuration taken up")) >= count)

    def judged(self):
        """(uri, rules, version) of every mention that was kept, in the order in which they were judged."""
        with self.reading() as (connection, _):
            rows = read.kept(connection, true())
            return [(row.uri, [*row.rules], row.version) for row in rows]

    def notices(self):
        """What is told of the configuration: (title, body), in the order of time."""
        with self.reading() as (connection, _):
            found = outbox.deliveries(connection, schema.delivery.c.task == "alert")
            alerts = sorted((one.what for one in found if isinstance(one.what, Alert)), key=lambda one: one.at)
            return [(alert.title, alert.body) for alert in alerts if alert.id.startswith("NotTakenUp-")]

    def beat(self):
        """The latest sign of life, as `rempart status` reads it."""
        with self.reading() as (connection, master):
            return last(connection, master)

    @contextmanager
    def reading(self):
        with closing(self.store()) as store, store.reading() as connection:
            yield connection, store.master


@pytest_asyncio.fixture
async def place(tmp_path, monkeypatch):
    double = Double()
    for name in ("figure", "harasser"):
        double.world.join(name)
    await double.start()
    place = Here(tmp_path, double)
    before = structlog.get_config()
    structlog.reset_defaults()  # a test before this one may have asked for errors only
    structlog.configure(processors=[place])
    monkeypatch.setattr(reload, "LOOK", 0.1)
    yield place
    structlog.configure(**before)
    await double.stop()


async def test_two_changes_in_a_stream_of_mentions_lose_none_and_judge_none_twice(place, record_property):
    async with place.running():
        posting = asyncio.create_task(place.post(3 * MANY))
        for count, rule in enumerate(("second", "third"), 1):
            place.write(rule)
            place.reloads.ask()
            await place.taken(count)
        await posting
        await place.post(1)
        await eventually(lambda: len(place.judged()) == 3 * MANY + 1)
        judged = place.judged()
    assert len({uri for uri, _, _ in judged}) == 3 * MANY + 1
    assert {version for _, _, version in judged} == {1}
    said = [rules for _, rules, _ in judged]
    assert {len(rules) for rules in said} == {1}
    assert said == sorted(said, key=[["first"], ["second"], ["third"]].index), "an old rule held after a new one"
    assert said[-1] == ["third"]
    seconds = [line["seconds"] for line in place.events("configuration taken up")]
    record_property("seconds of a reload under way", max(seconds))


async def test_a_file_that_changes_is_taken_up_without_being_asked(place):
    async with place.running():
        place.write("second")
        await place.taken(1)
        await place.post(1)
        await eventually(lambda: [rules for _, rules, _ in place.judged()] == [["second"]])


async def test_the_chain_says_which_rules_were_in_force_when(place):
    async with place.running():
        place.write("second")  # another name is no other rule
        await place.taken(1)
        place.config.write_text(place.config.read_text().replace('severity = "low"', 'severity = "medium"'))
        await place.taken(2)
        with place.reading() as (connection, master):
            known = versions.every(connection, master, "camille")
            said = [entry.number for entry in read.chain(connection, "camille") if entry.event == versions.EVENT]
        assert said == [one.number for one in known]
        assert len({one.digest for one in known}) == len(known) == 2


async def test_a_faulty_file_leaves_the_old_rules_in_force_and_is_told_with_its_line_and_its_cure(place):
    async with place.running():
        place.config.write_text(place.config.read_text().replace('severity = "low"', 'severity = "lo"'))
        await eventually(lambda: place.events("configuration not taken up"))
        await place.post(1)
        await eventually(lambda: [rules for _, rules, _ in place.judged()] == [["first"]])
        (problem,) = place.events("configuration not taken up")[0]["problems"]
        assert problem.startswith('config.toml, line 23: rule "first", severity: must be one of low, medium')
        await eventually(lambda: place.beat().taken.problems == (problem,))
        place.write("second")
        await place.taken(1)
        await eventually(lambda: place.beat().taken.problems == ())


async def test_i_am_alerted_once_of_each_fault_with_its_place_and_none_of_its_words(place):
    async def faulty(text, count):
        before = len(place.events("configuration not taken up"))
        place.config.write_text(text)
        place.reloads.ask()
        await eventually(lambda: len(place.events("configuration not taken up")) > before)
        await eventually(lambda: len(place.notices()) == count)

    async with place.running():
        sound = place.config.read_text()
        wrong = sound.replace('severity = "low"', 'severity = "mauvaise"')
        await faulty(wrong, 1)
        await faulty(f"{wrong}# seen again", 1)
        await faulty(f"{sound}words that are no TOML", 2)
        place.write("second")
        await place.taken(1)
    (title, body), (_, other) = place.notices()
    assert title == "La nouvelle configuration n’est pas en vigueur pour camille"
    assert "à la ligne 23." in body
    assert "rempart check" in body
    assert "mauvaise" not in body
    assert "à la ligne 26." in other


async def test_what_a_shield_stands_on_waits_for_a_restart_and_the_rest_is_taken_up(place):
    async with place.running():
        place.config.write_text(place.config.read_text().replace("rempart.db", "other.db").replace("first", "second"))
        await place.taken(1)
        await place.post(1)
        await eventually(lambda: [rules for _, rules, _ in place.judged()] == [["second"]])
        assert place.events("configuration taken up")[0]["restart_for"] == ["database"]
        assert place.reloads.taken.waiting == ("database",)


async def test_something_that_breaks_while_it_is_read_does_not_take_the_shield_down(place, monkeypatch):
    async with place.running():
        monkeypatch.setattr(reload, "compose", lambda *_: 1 / 0)
        place.reloads.ask()
        await eventually(lambda: place.reloads.taken.problems)
        assert place.reloads.taken.problems == ("config.toml: could not be read: ZeroDivisionError",)
        await place.post(1)
        await eventually(lambda: [rules for _, rules, _ in place.judged()] == [["first"]])


def written(folder, text):
    (folder / "config.toml").write_text(text)
    return load(folder / "config.toml", {"A": "one", "B": "two"})


PEOPLE = """
[[person]]
name = "{name}"
mode = "{mode}"
  [[person.account]]
  platform = "mastodon"
  handle = "figure@social.test"
  secret = {{ env = "{secret}" }}
"""


def test_a_person_keeps_the_accounts_of_the_start_and_takes_up_the_mode(tmp_path):
    before = written(tmp_path, PEOPLE.format(name="camille", mode="observe", secret="A"))
    after = written(tmp_path, PEOPLE.format(name="camille", mode="act", secret="B"))
    taken, waiting = applicable(before, after)
    assert taken.people[0].accounts == before.people[0].accounts
    assert (taken.people[0].mode, waiting) == (Mode.ACT, ('person "camille", account',))


def test_who_is_new_or_gone_waits_for_a_restart_and_is_shielded_as_before(tmp_path):
    before = written(tmp_path, PEOPLE.format(name="camille", mode="act", secret="A"))
    after = written(tmp_path, PEOPLE.format(name="dominique", mode="act", secret="A"))
    taken, waiting = applicable(before, after)
    assert [person.name for person in taken.people] == ["camille"]
    assert waiting == ('person "camille" is gone', 'person "dominique" is new')


async def test_no_mention_is_judged_by_half_of_a_policy(database_url):
    within = Within(database_url)
    laws = [_law(within, name, trusting) for name, trusting in (("one", True), ("other", False))]
    arrivals = [
        within.mastodon(json.dumps(within.told.notification("pantoufle")).encode(), cursor=str(n)) for n in range(400)
    ]
    within.pipeline.adopt(*laws[0])
    async with within.hearing(arrivals):
        for n in range(10_000):
            within.pipeline.adopt(*laws[n % 2])
            await asyncio.sleep(0.0005)
            if n % 100 == 0 and len(_kept(within)) == len(arrivals):
                break
        kept = _kept(within)
    assert len(kept) == len(arrivals)
    assert {(rules, spared) for rules, spared in kept} <= {("one", "trusted"), ("other", "")}


def _law(within, name, trusting):
    rule = {"name": name, "reason": "spam", "severity": "low", "all": [{"words": ["pantoufle"]}]}
    engine = compile_policies({"camille": Policy(mode=Mode.ACT, rules=parse_rules([rule]))})
    shield = within.shields["camille"]
    author = within.told.author.id
    trusted = frozenset({author}) if trusting else frozenset()
    return {"camille": Shield(protected=shield.protected, trusted=trusted)}, engine


def _kept(within):
    """(rule, why spared) of every mention, from the sealed record of its decision."""
    with within.store.reading() as connection:
        rows = list(connection.execute(text("SELECT rules, exhibit FROM mention")))
        return [(json.loads(row.rules)[0], _spared(within, connection, row.exhibit.hex())) for row in rows]


def _spared(within, connection, exhibit):
    content = read.content(connection, within.store.master, exhibit)
    return records.read(content).decision.spared
