"""The packs of communities find what hurts our members, and leave in peace who speaks of it, and who just arrives."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.backtest.ready import compiled
from bot.config.packs import COMMUNAL, pack
from bot.model.community import Kin
from bot.model.decision import Mode
from bot.model.facts import Facts
from bot.model.flag import Flagged
from bot.model.mention import Kind
from bot.model.raid import Ongoing
from bot.model.reason import Severity
from bot.rules.policy import Policy
from tests.community.making import BEGIN, member, mention, sign_up, stranger

SENTENCES = [
    json.loads(line)
    for name in ("sentences", "further", "beyond", "met", "indirect", "hinted")
    for line in (Path(__file__).parents[1] / "rules" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]
HURTFUL = [one for one in SENTENCES if one["reason"]]
INNOCENT = [one for one in SENTENCES if not one["reason"]]
GOOD = [
    ("fr", "Camille Martin. Libraire à Rennes, vélo et romans policiers. Je cherche un endroit calme."),
    ("fr", "Association de quartier, on organise des repas partagés. Un ami m'a parlé de vous."),
    ("fr", "Journaliste, j'écris sur le cyberharcèlement et la haine en ligne."),
    ("fr", "J'ai dû fermer mon ancien compte : on m'y menaçait de mort. Je recommence ici."),
    ("fr", "Développeur de jeux, j'aime le poker entre amis et le casino de Dinard pour son architecture."),
    ("fr", "Militante antiraciste et queer, maman de deux enfants."),
    ("en", "Hi, I am Sam, a nurse. I was told this is a kind place, and I love cats and gardening."),
    ("en", "I teach statistics, and write about how online scams promise easy money."),
    ("en", "I left my old server because people kept calling me slurs there."),
    ("en", "Photographer. Follow for pictures of birds, free to share."),
    ("en", "Trans woman, she/her, I make music and fight fascists in my spare time."),
]
TALK = [
    "Rendez-vous samedi devant le casino, on ira au cinéma après",
    "Mon oncle a perdu tout son argent en crypto, faites attention",
    "Cliquez sur le lien de la mairie pour vous inscrire au cours de natation",
    "Click the link in my bio for the recipe",
    "My bank says I can earn interest, what do you think?",
    "On m'a encore écrit « gagnez 500 euros par jour », quelle plaie",
]


@pytest.fixture(scope="module")
def engine():
    rules = tuple(rule for name in COMMUNAL for rule in pack(name).rules)
    return compiled({"ouest": Policy(mode=Mode.ACT, rules=rules)})


def found(engine, facts, lang=None):
    about = replace(facts, mention=replace(facts.mention, lang=lang))
    return engine.decide("ouest", about, BEGIN)


def said(text):
    return Facts(mention=mention(text, stranger("hugo"), member("lea")))


def asked(text, **profile):
    return Facts(mention=sign_up(text, member("new", **profile)))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_most_of_what_hurts_a_member_is_put_on_the_desk(engine, lang):
    hurtful = [one for one in HURTFUL if one["lang"] == lang]
    seen = [found(engine, said(one["text"]), lang).severity >= Severity.MEDIUM for one in hurtful]
    assert len(hurtful) > 200
    assert sum(seen) >= 0.9 * len(hurtful)


def test_nothing_that_hurts_is_answered_by_more_than_a_suggestion(engine):
    decisions = [found(engine, said(one["text"]), one["lang"]) for one in HURTFUL]
    assert [match for one in decisions for match in one.matches if match.actions] == []
    suggested = {match.suggests for one in decisions for match in one.matches}
    assert {"limit", "suspend"} <= suggested


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_testimony_joy_and_anger_are_next_to_never_put_there(engine, lang):
    innocent = [one for one in INNOCENT if one["lang"] == lang]
    wrong = [one["text"] for one in innocent if any(m.suggests for m in found(engine, said(one["text"]), lang).matches)]
    assert len(innocent) > 200
    assert wrong == []


@pytest.mark.parametrize(("lang", "text"), GOOD)
def test_who_signs_up_in_good_faith_is_noticed_by_no_rule(engine, lang, text):
    new = {"created_at": BEGIN, "followers": 0, "following": 0, "posts": 0, "pictured": False}
    assert found(engine, asked(text, **new), lang).rules == ()


@pytest.mark.parametrize("text", TALK)
def test_who_talks_of_money_or_casinos_advertises_nothing(engine, text):
    new = stranger("x", created_at=BEGIN - timedelta(days=2), posts=1)
    facts = Facts(mention=mention(text, new, member("lea")))
    assert found(engine, facts).rules == ()


COPIED = tuple((int(BEGIN.timestamp() * 1e6) - n, None) for n in range(6))
KNOWN = [
    ("signalé par plusieurs", said("bonjour"), {"flagged": Flagged(by=3, first_at=BEGIN)}),
    ("venu par la boîte aux lettres d'un compte suspendu", said("bonjour"), {"kin": Kin(email=1)}),
    ("inscription par la boîte aux lettres d'un compte suspendu", asked("bonjour"), {"kin": Kin(email=1)}),
    ("inscription par le réseau de comptes suspendus", asked("bonjour"), {"kin": Kin(net=2)}),
    ("inscriptions copiées", asked("bonjour"), {"copies": COPIED}),
    ("publicité copiée", said("Double your bitcoin today"), {"copies": COPIED}),
    (
        "injure au milieu d'un raid",
        said("Espèce de connard"),
        {"raid": Ongoing(since=0, authors=30, hostile=20, within=True)},
    ),
    (
        "inscription vide au milieu d'une vague",
        asked("x", posts=0, pictured=False, display_name="", bio=""),
        {"raid": Ongoing(since=0, authors=30, hostile=30, within=True)},
    ),
]


@pytest.mark.parametrize(("rule", "facts", "known"), KNOWN, ids=[name for name, _, _ in KNOWN])
def test_what_only_a_community_sees_is_noticed_and_without_it_nothing_is(engine, rule, facts, known):
    assert rule in found(engine, replace(facts, **known)).rules
    assert rule not in found(engine, facts).rules


def test_a_network_alone_and_a_few_reports_are_no_reason_to_suggest_anything(engine):
    for facts in (
        replace(asked("bonjour"), kin=Kin(net=9)),
        replace(said("bonjour"), kin=Kin(net=9, domain=9)),
        replace(said("bonjour"), flagged=Flagged(by=99, first_at=BEGIN)),
    ):
        assert {match.suggests for match in found(engine, facts).matches} <= {""}
        assert [match.actions for match in found(engine, facts).matches if match.actions] == []


def test_of_all_rules_only_those_act_alone_that_ask_for_words_and_for_what_many_do():
    acting = [rule for name in COMMUNAL for rule in pack(name).rules if rule.actions]
    assert {rule.name for rule in acting} == {"injure au milieu d'un raid", "publicité copiée"}
    for rule in acting:
        assert {one.name for one in rule.conditions} & {"raid", "identical_text"}


def test_rules_about_sign_ups_say_nothing_of_posts():
    for rule in pack("sign-ups").rules:
        assert "kind" in {one.name for one in rule.all}, rule.name
    assert Kind.SIGN_UP == "sign_up"
