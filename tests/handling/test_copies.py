"""When many people send me one text, I am told that they do, whatever comes first and however they change a word."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.evidence.master import MasterKey
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.decision import Mode
from bot.model.mention import Via
from bot.model.shield import Shield
from bot.pipeline import Pipeline
from bot.platforms.simulated.normalise import normalise
from bot.recording import records
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.signals.copies import HORIZON
from bot.store import read, sketches
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.rules.parsed import parse_rules

BEGIN = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
CAMPAIGN = "nous savons tous ce que vous avez fait et nous ne l'oublierons pas de sitôt madame la ministre du logement"
VARIANTS = [
    CAMPAIGN,
    CAMPAIGN.replace("tous", "bien"),
    CAMPAIGN.replace("madame", "chère madame"),
    CAMPAIGN.upper(),
    CAMPAIGN.replace("savons", "s4vons") + " !!!",
    CAMPAIGN.replace("sitôt ", ""),
]
ASKED = {
    "name": "campagne",
    "reason": "harassment_targeted",
    "severity": "medium",
    "all": [{"identical_text": {"authors": 3, "within": "1 hour"}}],
    "then": ["hold"],
}
ANOTHER = ASKED | {"all": [{"words": ["pantoufle"]}]}


class Shielded:
    """Camille and Dominique behind the real pipeline; what is judged is returned, as it was kept."""

    def __init__(self, url, *tables, zone="Europe/Paris"):
        self.store = Store(url, MasterKey(bytes(32)))
        migrate(self.store)
        self.now = BEGIN + timedelta(hours=2)
        self._count = 0
        people = {
            name: Shield(
                protected=Protected(name=name, zone=zone, accounts=(Account(platform="bluesky", id=f"did:plc:{name}"),))
            )
            for name in ("camille", "dominique")
        }
        self.asked(people, *tables)

    def asked(self, people, *tables):
        policy = Policy(mode=Mode.ACT, rules=parse_rules(tables or [ASKED]))
        engine = compile_policies(dict.fromkeys(people, policy))
        self.pipeline = Pipeline(self.store, people, {"bluesky": normalise}, engine, lambda: self.now)

    def said(self, author, minutes, text, to="camille", post=None, **more):
        self._count += 1
        at = BEGIN + timedelta(minutes=minutes)
        event = {
            "event": "mention",
            "at": at.isoformat(),
            "platform": "bluesky",
            "uri": f"at://did:plc:{author}/app.bsky.feed.post/{post or self._count}",
            "kind": "mention",
            "author": {"id": f"did:plc:{author}", "handle": f"{author}.test"},
            "text": text,
            **more,
        }
        account = f"bluesky:did:plc:{to}"
        raw = json.dumps(event).encode()
        return Arrival(source="test", platform="bluesky", via=Via.STREAM, at=at, raw=raw, account=account)

    def bring(self, *arrivals, size=1):
        judged = []
        for start in range(0, len(arrivals), size):
            judged += self.pipeline.handle(arrivals[start : start + size])
        return judged

    def held(self, *arrivals, size=1):
        return [bool(one.decision.matches) for one in self.bring(*arrivals, size=size)]


@pytest.fixture
def shielded(database_url):
    made = []

    def make(*tables, **more):
        made.append(Shielded(database_url, *tables, **more))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


@pytest.mark.parametrize("size", [1, 2, 500])
def test_the_third_author_of_a_text_is_one_too_many_in_one_batch_or_in_several(shielded, size):
    one = shielded()
    texts = [one.said(f"a{n}", n, text) for n, text in enumerate(VARIANTS)]
    assert one.held(*texts, size=size) == [False, False, True, True, True, True]


def test_who_repeats_a_text_is_one_author(shielded):
    one = shielded()
    assert one.held(*(one.said("a", n, CAMPAIGN) for n in range(5)), one.said("b", 6, CAMPAIGN)) == [False] * 6


def test_what_others_write_to_somebody_else_is_no_copy_of_what_they_write_to_me(shielded):
    one = shielded()
    others = [one.said(f"a{n}", n, CAMPAIGN, to="dominique") for n in range(3)]
    assert one.held(*others, one.said("b", 4, CAMPAIGN)) == [False, False, True, False]


def test_hours_are_counted_by_when_it_happened(shielded):
    one = shielded()
    early = [one.said("a", 0, CAMPAIGN), one.said("b", 59, CAMPAIGN), one.said("c", 60, CAMPAIGN)]
    assert one.held(*early) == [False, False, False]
    assert one.held(one.said("d", 30, CAMPAIGN)) == [True]  # it arrives late, and lies between them


def test_short_texts_are_copies_only_word_for_word(shielded):
    one = shielded()
    assert one.held(*(one.said(f"a{n}", n, text) for n, text in enumerate(["Honte !", "honte", "HONTE..."]))) == [
        False,
        False,
        True,
    ]
    assert (
        one.held(*(one.said(f"b{n}", n, f"Merci {who} !") for n, who in enumerate(("Lou", "Sam", "Max"))))
        == [False] * 3
    )


def test_pictures_and_links_without_a_word_are_nobodys_copies(shielded):
    one = shielded()
    silent = ["", "   ", "https://un.test", "https://deux.test", "\u200b"]
    assert one.held(*(one.said(f"a{n}", n, text) for n, text in enumerate(silent))) == [False] * 5


def test_different_texts_are_not_copies(shielded):
    one = shielded()
    texts = [
        "je vous remercie de tout ce que vous faites pour les locataires de notre quartier depuis des années",
        "je vous en veux de tout ce que vous avez défait dans les lycées de ma région depuis votre arrivée",
        "je vous ai vue hier au marché avec votre fille et je vous ai trouvée bien courageuse de sourire à tous",
        "je vous demande de répondre enfin à la lettre que nous vous avons écrite avec les gens de la vallée",
    ]
    assert one.held(*(one.said(f"a{n}", n, text) for n, text in enumerate(texts))) == [False] * 4


def test_an_edit_that_becomes_a_copy_counts(shielded):
    one = shielded()
    before = [one.said("a", 0, CAMPAIGN), one.said("b", 1, CAMPAIGN), one.said("c", 2, "bonjour", post="x")]
    assert one.held(*before) == [False, False, False]
    assert one.held(one.said("c", 3, CAMPAIGN, post="x")) == [True]


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None
)
@given(order=st.permutations(range(6)), size=st.sampled_from([1, 2, 3, 6]))
def test_whatever_the_order_somebody_sees_that_there_are_three(order, size, tmp_path_factory):
    one = Shielded(f"sqlite:///{tmp_path_factory.mktemp('order') / 'rempart.db'}")
    try:
        minutes = [0, 70, 130, 20, 50, 300]  # only 0, 20 and 50 lie within an hour, and 70 with the two latter
        texts = [one.said(f"a{n}", minutes[n], VARIANTS[n]) for n in order]
        held = {minutes[n] for n, held in zip(order, one.held(*texts, size=size), strict=True) if held}
        assert held
        assert held <= {0, 20, 50, 70}
    finally:
        one.store.close()


def test_what_was_kept_is_decided_again_alike(shielded):
    one = shielded()
    for judged in one.bring(*(one.said(f"a{n}", n, text) for n, text in enumerate(VARIANTS)), size=4):
        with one.store.reading() as connection:
            (kept,) = read.mention(connection, judged.facts.mention.uri)
            record = records.read(read.content(connection, one.store.master, kept.exhibit))
        assert record.facts == judged.facts
        again = one.pipeline.law.engine.decide("camille", record.facts, judged.decision.decided_at)
        assert again == judged.decision


def test_a_rule_written_later_sees_the_days_before(shielded):
    one = shielded(ANOTHER)
    (judged,) = one.bring(one.said("a", 0, CAMPAIGN))
    assert judged.facts.copies is None  # nobody asked: unknown, and not none
    one.bring(one.said("b", 1, CAMPAIGN))
    one.asked(one.pipeline.law.shields, ASKED)
    assert one.held(one.said("c", 2, CAMPAIGN)) == [True]


def test_old_texts_are_let_go_and_a_flood_makes_no_mention_dearer(shielded, monkeypatch):
    monkeypatch.setattr(sketches, "BLOCK", 4)
    monkeypatch.setattr(sketches, "BLOCKS", 3)
    one = shielded(ANOTHER)
    for week in range(6):
        one.now = BEGIN + timedelta(weeks=week)
        one.bring(*(one.said(f"a{week}{n}", week * 7 * 24 * 60 + n, f"{CAMPAIGN} {n}") for n in range(10)), size=7)
    with one.store.reading() as connection:
        rows = read.count(connection, "sketch")
        looked = sketches.lately(connection, "camille", one.now - HORIZON, one.now + HORIZON)
    assert rows <= 3 * 3 + 1  # three weeks of ten texts, four a row
    assert 0 < len(looked) <= 3 * 4 * 52


def test_nothing_that_was_written_is_in_what_is_kept_to_compare(shielded):
    one = shielded()
    one.bring(*(one.said(f"a{n}", n, text) for n, text in enumerate(["pantoufle", CAMPAIGN])))
    with one.store.reading() as connection:
        kept = sketches.lately(connection, "camille", BEGIN - HORIZON, BEGIN + HORIZON)
    assert kept
    assert not [word for word in (b"pantoufle", b"ministre", b"did:plc") if word in kept]


@pytest.mark.parametrize(
    ("zone", "month", "hours"), [("Europe/Paris", 1, 1), ("Europe/Paris", 7, 2), ("Asia/Kolkata", 1, 5.5)]
)
def test_by_which_clock_it_came_is_kept_with_it(shielded, zone, month, hours):
    one = shielded(zone=zone)
    minutes = (datetime(2026, month, 15, tzinfo=UTC) - BEGIN) / timedelta(minutes=1)
    (judged,) = one.bring(one.said("a", minutes, "bonjour"))
    assert judged.facts.offset == hours * 3600
