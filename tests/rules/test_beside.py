"""What hurts beside a text is put before a human: in the description of a picture, and in what its author is called."""

import json
from itertools import repeat
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.config import default_policy
from bot.config.lexicons import lexicon
from bot.config.weights import model
from bot.model.conduct import Act
from bot.model.decision import Hold, Mode
from bot.model.facts import Relation
from bot.model.mention import Media
from bot.model.reason import Severity
from bot.model.shield import Budget
from bot.rules.beside import asks
from bot.rules.compile import compile_policies
from bot.rules.plan import Allowance, plan
from bot.rules.policy import Policy
from tests.rules.made import NOW, facts, rules

HERE = Path(__file__).parent
BESIDE = [json.loads(line) for line in (HERE / "beside.jsonl").read_text(encoding="utf-8").splitlines()]
HURTFUL = [one for one in BESIDE if one["hurts"]]
DESCRIBED = [one for one in BESIDE if "alt" in one and not one["hurts"]]
CALLED = [one for one in BESIDE if "name" in one and not one["hurts"]]
THREAT = "Je vais te retrouver et te crever"
INSULT = "Ferme ta gueule, grosse conne."


@pytest.fixture(scope="module")
def shield():
    return compile_policies({"camille": default_policy()}, lexicon=lexicon(), model=model(None))


def beside(text="@camille bonjour", *alts, name="", **more):
    """What a stranger sends with pictures so described, under a name."""
    known = facts(text, display_name=name, **more)
    media = tuple(Media(kind="image", alt=alt) for alt in alts)
    return replace(known, mention=replace(known.mention, media=media))


def of(one):
    return beside(one["text"], one["alt"]) if "alt" in one else beside(name=one["name"])


def orders(known, decision):
    planned = plan(known, decision, Allowance(Budget()), paused=False, make_id=repeat(""))
    return {type(order.action).__name__: hold for order, hold in planned}


@pytest.mark.parametrize("one", HURTFUL, ids=lambda one: one.get("alt") or one["name"])
def test_what_hurts_there_waits_for_me_and_nothing_is_done_alone(shield, one):
    known = of(one)
    decision = shield.decide("camille", known, NOW)
    assert decision.severity >= Severity.MEDIUM
    assert {match.within for match in decision.matches} == {"alt:0" if "alt" in one else "display_name"}
    assert all(match.review for match in decision.matches)
    assert orders(known, decision)["Mute"] is Hold.REVIEW
    assert None not in orders(known, decision).values()
    assert decision.spans == ()


@pytest.mark.parametrize("innocent", [DESCRIBED, CALLED], ids=["descriptions", "names"])
def test_pictures_films_captures_of_those_who_were_threatened_and_jokes_about_oneself_are_left_alone(shield, innocent):
    decisions = [(of(one), shield.decide("camille", of(one), NOW)) for one in innocent]
    assert len(innocent) == 60
    assert sum(bool(decision.matches) for _, decision in decisions) <= 2
    assert all(None not in orders(known, decision).values() for known, decision in decisions)


@pytest.mark.parametrize(
    "shows",
    [
        "Capture d'écran : ",
        "Screenshot of a DM: ",
        "Une lettre anonyme reçue hier : ",
        "Tag sur ma porte : ",
        "Mème : ",
    ],
)
@pytest.mark.parametrize("said", [THREAT, INSULT, "kill yourself you ugly bitch"])
def test_whoever_describes_what_they_were_sent_is_not_taken_for_who_sent_it(shield, shows, said):
    assert shield.decide("camille", beside("@camille", shows + said), NOW).matches == ()


def test_what_is_said_before_the_capture_is_the_authors_own(shield):
    decision = shield.decide("camille", beside("@camille", f"{THREAT}. Capture d'écran d'un bulletin météo."), NOW)
    assert decision.severity is Severity.URGENT


def test_where_the_post_itself_bears_witness_its_pictures_are_left_alone(shield):
    witness = beside("Voilà ce que je reçois depuis lundi, j'ai porté plainte.", THREAT)
    assert shield.decide("camille", witness, NOW).matches == ()


def test_of_several_pictures_it_is_told_which(shield):
    decision = shield.decide("camille", beside("@camille", "Un chat.", THREAT), NOW)
    assert {match.within for match in decision.matches} == {"alt:1"}


def test_those_i_know_may_describe_what_they_like_and_be_called_as_they_like(shield):
    friend = Relation(following=True, followed_by=True)
    known = beside("@camille", THREAT, name="Camille tu vas mourir", relation=friend)
    assert shield.decide("camille", known, NOW).matches == ()


def test_what_the_text_is_reason_enough_for_does_not_wait_because_of_a_picture(shield):
    known = beside(INSULT, THREAT)
    decision = shield.decide("camille", known, NOW)
    assert decision.severity is Severity.URGENT
    assert orders(known, decision)["Mute"] is None


def test_nothing_of_it_counts_in_a_case_so_that_no_witness_comes_to_have_one(shield):
    known = beside("@camille", THREAT, name="Camille tu vas mourir")
    reading = shield.read(known.mention.text)
    heard = shield.heard("camille", known, NOW, reading)
    assert heard.matches
    assert shield.act("camille", known, heard, reading) == Act()


def test_a_name_that_was_told_is_not_told_again(shield):
    known = beside(name="Camille tu vas mourir")
    assert shield.decide("camille", known, NOW).matches
    assert shield.decide("camille", replace(known, name_told=True), NOW).matches == ()


def test_why_says_where_it_was_found(shield):
    decided = {match.rule for match in shield.decide("camille", beside("@camille", THREAT), NOW).matches}
    explained = shield.explain("camille", beside("@camille", THREAT))
    assert {one.rule for one in explained if getattr(one, "within", "") == "alt:0"} == decided


def test_rules_that_only_doubt_or_count_what_else_was_written_are_not_asked():
    words = [{"words": ["zut"]}]
    tables = (
        {"name": "doubts", "all": words, "then": ["hold"]},
        {"name": "weak", "all": words, "severity": "low"},
        {"name": "often", "all": [*words, {"repeated": {"times": 2, "within": "1 day"}}]},
        {"name": "says", "all": words},
        {"name": "grave", "all": words, "severity": "high", "then": ["hold"]},
    )
    assert [rule.name for rule in rules(*tables) if asks(rule)] == ["says", "grave"]


def test_what_nobody_told_is_a_failure_there_too():
    table = {"name": "stranger", "all": [{"words": ["zut"]}, {"relationship": "stranger"}]}
    engine = compile_policies({"camille": Policy(mode=Mode.ACT, rules=rules(table))})
    unknown = beside("@camille", "zut", "et zut", relation=Relation())
    assert [one.rule for one in engine.decide("camille", unknown, NOW).failures] == ["stranger"]


def test_thousands_of_descriptions_do_not_keep_the_shield_busy(shield):
    assert shield.decide("camille", beside("@camille", *["Un chat."] * 40, THREAT), NOW).matches == ()
