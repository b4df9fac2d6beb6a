"""Of what is no longer there a dossier says what was seen, and by what; never who did it, and never of what is there."""

from datetime import timedelta
from itertools import pairwise

import msgspec
import pytest

from bot.alerts.wording import texts_of
from bot.dossier import lawful, vanishing
from bot.dossier.content import About
from bot.dossier.fact import Fact, Turn
from bot.dossier.typesetting.sheets.french import volatility
from bot.dossier.typesetting.tongue import spoken
from tests.dossier.shield import NOW, draft, gathered, lines, opened, played_lines, wrote
from tests.dossier.test_custody import with_picture
from tests.doubles.mastodon import Double
from tests.platforms.bluesky.parts import CID, TROLL, change, frame, mention_facet, post
from tests.reliability.within import DID, Within, now
from tests.watching.guarded import Guarded
from tests.watching.guarded import opened as database

HE = f"bluesky:{TROLL}"
RANCUNIER = "bluesky:did:plc:rancunier"
US = 1_795_262_400_000_000


@pytest.fixture
async def me(tmp_path):
    double = Double()
    await double.start()
    store = database(f"sqlite:///{tmp_path}/watched.db")
    one = Guarded(double, store)
    yield one
    await one.platform.close()
    await double.stop()
    store.close()


@pytest.fixture
def within(tmp_path):
    one = Within(f"sqlite:///{tmp_path}/rempart.db")
    yield one
    one.store.close()


def became(store, account, folder, at):
    (fact,) = gathered(store, draft(About.ACCOUNT, account), folder, at).facts
    return fact


async def test_a_post_whose_author_only_blocks_me_is_told_as_hidden_and_no_deadline_runs(me, tmp_path):
    await me.hear("@figure marmelade")
    me.do("block", by="harasser", whom="figure")
    me.wait(minutes=6)
    await me.looked()
    fact = became(me.store, me.key(), tmp_path, me.now())
    assert [turn.what for turn in fact.turns] == ["hidden"]
    assert lawful.gone(fact) is None
    assert volatility(fact) == 0


async def test_once_it_is_shown_to_me_again_that_is_told_and_told_once(me, tmp_path):
    await me.hear("@figure marmelade")
    me.do("block", by="harasser", whom="figure")
    me.wait(minutes=6)
    await me.looked()
    me.world.blocks.clear()
    for _ in range(2):
        me.wait(days=2)
        await me.looked()
    fact = became(me.store, me.key(), tmp_path, me.now())
    assert [turn.what for turn in fact.turns] == ["hidden", "back"]
    assert all(one.at < other.at for one, other in pairwise(fact.turns))


async def test_a_post_that_is_asked_for_in_vain_is_missing_whoever_took_it_away(me, tmp_path):
    native = await me.hear("@figure marmelade")
    me.do("delete", id=native)
    me.wait(minutes=6)
    await me.looked()
    fact = became(me.store, me.key(), tmp_path, me.now())
    assert [turn.what for turn in fact.turns] == ["missing"]
    assert lawful.gone(fact) == fact.turns[0].at
    assert volatility(fact) == 2


async def test_a_suspended_account_is_gone_and_nobody_is_said_to_have_deleted_anything(me, tmp_path):
    await me.hear("@figure marmelade")
    me.do("suspend", whom="harasser")
    me.wait(minutes=6)
    await me.looked()
    fact = became(me.store, me.key(), tmp_path, me.now())
    assert [(turn.what, turn.how) for turn in fact.turns] == [("gone", "unsaid")]


def test_what_was_deleted_in_its_authors_repository_is_told_by_the_stream_that_says_so(within, tmp_path):
    said = [
        frame(post("@camille pantoufle", facets=[mention_facet(DID)]), us=US),
        frame(None, operation="delete", us=US + 9),
    ]
    for one in said:
        within.pipeline.handle([within.bluesky(one)])
    fact = became(within.store, HE, tmp_path, now())
    assert [turn.what for turn in fact.turns] == ["deleted"]


@pytest.mark.parametrize("status", ["takendown", "suspended", "deleted", "deactivated"])
def test_an_account_that_is_gone_is_told_with_the_networks_word_for_it(within, tmp_path, status):
    within.pipeline.handle([within.bluesky(frame(post("@camille pantoufle", facets=[mention_facet(DID)]), us=US))])
    gone = change("account", {"active": False, "status": status}, us=US + 9)
    within.pipeline.handle([within.bluesky(gone)])
    (turn,) = became(within.store, HE, tmp_path / "one", now()).turns
    assert (turn.what, turn.how) == ("gone", status)
    again = frame(post("@camille encore", facets=[mention_facet(DID)]), rkey="3lz", us=US + 10**8)
    within.pipeline.handle([within.bluesky(again)])
    first = gathered(within.store, draft(About.ACCOUNT, HE), tmp_path / "two", now()).facts[0]
    assert [turn.what for turn in first.turns] == ["gone", "returned"]
    assert lawful.gone(first) is None


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b'"113"', "removed"),
        (b"113", "removed"),
        (b'{"asked":"/api/v1/statuses/1","status":404}', "missing"),
        (b'{"uri":"at://x","gone":"deleted"}', "missing"),
        (b"", "missing"),
        (b"\xff\xfe", "missing"),
    ],
)
def test_only_a_commit_in_the_authors_repository_says_deleted(raw, what):
    assert vanishing.of_post(raw) == what
    assert vanishing.of_account(raw) in {"unsaid", "deleted"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_sentence_says_that_the_author_deleted_anything(language):
    said = {key: text for key, text in spoken(language).texts.items() if str(key).startswith("turn.")}
    assert {key.removeprefix("turn.") for key in said} >= {
        "deleted",
        "removed",
        "missing",
        "gone",
        "hidden",
        "unseen",
        "back",
    }
    said["web.case.gone"] = texts_of("bot.web", language)["web.case.gone"]
    assert not any("par son auteur" in text or "by its author" in text for text in said.values())


def test_what_comes_back_is_not_gone():
    turns = [Turn(what=what, at=NOW + n * timedelta(days=1)) for n, what in enumerate(["missing", "back", "unseen"])]
    fact = Fact(number=1, at=NOW, kind="mention", author="x", turns=tuple(turns))
    assert lawful.gone(fact) is None
    again = msgspec.structs.replace(fact, turns=(*turns, Turn(what="removed", at=NOW + timedelta(days=9))))
    assert lawful.gone(again) == NOW + timedelta(days=9)


def test_an_edit_whose_earlier_words_never_came_says_so(within, tmp_path):
    edited = frame(post("@camille pantoufle", facets=[mention_facet(DID)]), operation="update", us=US)
    within.pipeline.handle([within.bluesky(edited)])
    fact = became(within.store, HE, tmp_path, now())
    assert [turn.what for turn in fact.turns] == ["edited_before"]


def test_clocks_that_contradict_each_other_are_told(within, tmp_path):
    dated = post("@camille pantoufle", facets=[mention_facet(DID)], createdAt="1970-01-01T00:00:00.000Z")
    within.pipeline.handle([within.bluesky(frame(dated, us=US))])
    fact = became(within.store, HE, tmp_path, now())
    assert "clocks_differ" in fact.limits
    assert fact.claimed_at.year == 1970


def test_a_handle_that_comes_back_stands_in_its_place_with_its_days(tmp_path):
    named = {"id": "did:plc:rancunier", "display_name": "Un ami"}
    story = lines(
        *(
            wrote("Je te retrouverai", f"2026-03-0{day}T10:00:00Z", day, author=named | {"handle": handle})
            for day, handle in enumerate(["a.test", "a.test", "b.test", "a.test"], 1)
        )
    )
    store = opened(played_lines(story), tmp_path)
    he, _ = gathered(store, draft(About.ACCOUNT, RANCUNIER), tmp_path / "data").parties
    assert he.handles == ("a.test", "b.test", "a.test")
    spells = [(one.text, one.since.day, one.until.day) for one in he.called if one.kind == "handle"]
    assert spells == [("a.test", 1, 2), ("b.test", 3, 3), ("a.test", 4, 4)]
    assert he.names == ("Un ami",)
    store.close()


def test_a_picture_that_an_edit_took_away_is_told_with_when(within, tmp_path):
    bare = frame(post("@camille pantoufle", facets=[mention_facet(DID)]), operation="update", us=US + 10**9)
    for one in (with_picture(), bare.replace(CID.encode(), b"bafyother")):
        within.pipeline.handle([within.bluesky(one)])
    fact = became(within.store, HE, tmp_path, now())
    (picture,) = fact.media
    assert (picture.added_at, picture.removed_at, picture.alt) == (None, fact.turns[0].at, "ma porte")
    assert [turn.what for turn in fact.turns] == ["edited"]


def test_a_handle_that_was_taken_between_two_messages_is_told_by_the_networks_word(within, tmp_path):
    first, last = (
        frame(post("@camille pantoufle", facets=[mention_facet(DID)]), rkey=f"3l{n}", us=US + n) for n in (1, 9)
    )
    within.pipeline.handle([within.bluesky(first)])
    within.pipeline.handle([within.bluesky(change("identity", {"handle": "autre.test"}, us=US + 5))])
    within.pipeline.handle([within.bluesky(last)])
    he, _ = gathered(within.store, draft(About.ACCOUNT, HE), tmp_path, now()).parties
    assert "autre.test" in he.handles
    assert vanishing.renamed(b"[1") == ""
