"""I read what each rule does in my language, and it is what the rule does, not what somebody called it."""

import string
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

import bot.phrases
from bot.alerts.wording import LANGUAGES, leaves
from bot.model.action import Action, Block, Dismiss, HideReply, Mute, Report, Sending
from bot.model.measure import Escalate, Label, Limit, Resolve, Sensitive, Tag
from bot.model.mention import Kind
from bot.phrases.conditions import SAID, phrase
from bot.phrases.effects import effects
from bot.phrases.sentence import sentence
from bot.phrases.voice import Voice, phrases
from bot.rules.condition import parse_condition
from bot.rules.conditions import CONDITIONS
from bot.rules.conditions.relationship import Standing
from bot.rules.effect import Word
from bot.rules.policy import Rule
from bot.signals.context import KINDS
from bot.signals.lexicon import Category

TEXTS = Path(bot.phrases.__file__).parent / "texts"
FR, EN = (Voice(wording=phrases(language)) for language in ("fr", "en"))
SEEN = Voice(wording=phrases("fr"), reveal=True)
STRANGER = {"relationship": "stranger"}
QUOTED = {"context": ["quotation", "testimony"]}


def rule(**given):
    return Rule.model_validate({"name": "r", "reason": "spam", "severity": "low"} | given)


def plain(said):
    """With ordinary spaces, to be compared."""
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def asked(written, voice):
    return plain(phrase(parse_condition(written), voice).said)


def own(language):
    return dict(leaves("", tomllib.loads((TEXTS / f"{language}.toml").read_text("utf-8"))))


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda condition: condition.name)
def test_every_condition_has_its_phrase_in_every_language(condition, language):
    assert condition in SAID, f"bot/phrases/conditions.py: SAID says nothing of the condition {condition.name}"
    (key, written), *_ = tomllib.loads(f"asked = {condition.example}").items()
    for reveal in (False, True):
        said = phrase(parse_condition(written), Voice(wording=phrases(language), reveal=reveal))
        assert said.said.strip(), f"{key} {condition.name} is said by nothing in {language}"


def test_a_condition_that_nobody_has_said_is_named():
    class Moon(CONDITIONS[0]):
        name = "moon"

    with pytest.raises(KeyError, match="nothing of the condition moon"):
        phrase(Moon(words=("x",)), FR)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_all_that_the_other_says_with_the_same_facts_in_it(language):
    said, model = own(language), own("en")
    assert sorted(said) == sorted(model)
    for key, text in model.items():
        assert placeholders(said[key]) == placeholders(text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_a_rule_can_name_has_a_word(language):
    named = own(language)
    tables = {"category": Category, "region": KINDS, "way": Kind, "standing": Standing.__args__}
    assert [f"{table}.{one}" for table, every in tables.items() for one in every if f"{table}.{one}" not in named] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_a_rule_can_do_is_said(language):
    every = [*(action() for action in Action.__args__), *Word, Mute(duration=None), Report(forward=True)]
    every += [Report(sending=Sending.SEND), Report(sending=Sending.SEND, forward=True)]
    every += [Sensitive(), Resolve(), Escalate(), Tag(add=("rempart:high",)), Limit(), Limit(duration=None)]
    every += [Label(values=("harassment",)), Label(values=("harassment",), duration=None)]
    said = [effects(rule(all=[STRANGER], then=[one]), Voice(wording=phrases(language))) for one in every]
    assert len(set(said)) == len(every)


def test_a_rule_is_one_sentence_in_both_languages():
    threat = rule(all=[{"words": ["a", "b"]}, STRANGER], none=[QUOTED], then=["mute", "report", "alert"])
    assert plain(sentence(threat, FR)) == (
        "Si le texte contient l’un de 2 mots ou expressions, et si l’auteur est un inconnu, sauf dans une citation ou un "
        "témoignage : mettre l’auteur en sourdine pendant 30 jours, préparer un signalement, prévenir aussitôt."
    )
    assert sentence(threat, EN) == (
        "If the text contains one of 2 words or phrases, and if the author is a stranger, except in a quotation or "
        "testimony: mute the author for 30 days, draft a report, alert at once."
    )


def test_what_is_asked_of_one_is_said_in_one_clause():
    new = rule(all=[STRANGER, {"kind": "reply"}, {"account_age": {"under": "7 days"}}, {"language": ["fr", "en"]}])
    assert plain(sentence(new, FR)).startswith(
        "Si l’auteur est un inconnu et a un compte de moins de 7 jours, si le message est une réponse, et si le texte "
        "est en français ou en anglais : "
    )


def test_one_of_several_is_told_from_all_of_them():
    either = [{"words": ["a"]}, {"pattern": "b"}, {"kind": "quote"}]
    assert plain(sentence(rule(any=either), FR)).startswith(
        "Si le texte contient un mot ou une expression de la règle ou correspond à un motif, ou si le message est une "
        "citation : "
    )
    assert plain(sentence(rule(all=[STRANGER], any=either[:2]), EN)).startswith(
        "If the author is a stranger, and if the text contains a word or phrase of the rule or fits a pattern: "
    )
    assert "et si l’un de ces cas se présente (le texte contient" in sentence(rule(all=[STRANGER], any=either), FR)


def test_a_context_protects_its_words_but_keeps_a_rule_without_words_from_holding():
    assert ", sauf dans une citation ou un témoignage" in sentence(rule(all=[{"words": ["a"]}], none=[QUOTED]), FR)
    conduct = rule(all=[{"repeated": {"times": 5, "within": "1 hour"}}], none=[QUOTED])
    assert ", sauf si le texte contient une citation ou un témoignage" in sentence(conduct, FR)
    both = rule(all=[{"words": ["a"]}], none=[QUOTED, {"relationship": "follower"}])
    assert "témoignage, et sauf si l’auteur est un abonné" in sentence(both, FR)
    assert "testimony, and not if the author is a follower" in sentence(both, EN)


def test_words_are_counted_and_named_only_when_asked_for():
    words = {"words": ["vaurien", "gredin"]}
    assert asked(words, FR) == "contient l’un de 2 mots ou expressions"
    assert asked(words, SEEN) == "contient « vaurien » ou « gredin »"


@pytest.mark.parametrize(
    ("written", "fr", "en"),
    [
        ({"pattern": ["a", "b"]}, "correspond à l’un de 2 motifs", "fits one of 2 patterns"),
        ({"lexicon": "threat", "strength": 3}, "contient une menace (force 3)", "contains a threat (strength 3)"),
        (
            {"lexicon": ["racist", "insult"], "strength": 2, "language": "fr"},
            "contient une injure raciste ou une insulte (force 2 ou 3) en français",
            "contains a racist slur or an insult (strength 2 or 3) in French",
        ),
        (
            {"pattern": "t es <insult|threat 2>"},
            "correspond à un motif avec une insulte ou une menace",
            "with an insult",
        ),
        (
            {"pattern": ["t es <insult>", "t es la"]},
            "correspond à l’un de 2 motifs (certains avec une insulte)",
            "fits one of 2 patterns (some with an insult)",
        ),
        (
            {"pattern": "t es <insult|gendered|racist|ableist|sexual>"},
            "correspond à un motif avec un mot du lexique",
            "fits a pattern with a word of the lexicon",
        ),
        ({"language": ["eu"]}, "est dans la langue « eu »", "is in the language “eu”"),
        ({"followers": {"under": 1}}, "a moins de 1 abonné", "has fewer than 1 follower"),
        (
            {"followers": {"over": 9, "under": 99}},
            "a plus de 9 abonnés et moins de 99 abonnés",
            "more than 9 followers",
        ),
        ({"account_age": {"over": "1 day"}}, "a un compte de plus de 1 jour", "has an account older than 1 day"),
        ({"repeated": {"times": 2, "within": "90 min"}}, "au moins 2 fois en 90 minutes", "2 times within 90 minutes"),
        (
            {"schedule": {"from": "22:00", "to": "07:30"}},
            "arrive entre 22 h et 7 h 30, heure de la personne",
            "comes between 22:00 and 7:30 by the person’s clock",
        ),
        ({"schedule": {"days": ["sat", "sun"]}}, "arrive un samedi ou un dimanche", "comes on Saturday or Sunday"),
        (
            {"leak": ["plate", "place"]},
            "révèle une plaque d’immatriculation ou un lieu privé",
            "gives away a number plate or a private place",
        ),
        (
            {"leak": "any", "of": "vault"},
            "révèle une donnée que la personne garde dans le coffre",
            "gives away something the person keeps in the vault",
        ),
        (
            {"identical_text": {"authors": 3, "within": "1 hour"}},
            "est écrit aussi par d’autres, à quelques mots près (au moins 3 auteurs en 1 heure)",
            "is written by others too, but for some words (at least 3 authors within 1 hour)",
        ),
        ({"relationship": ["stranger", "muted"]}, "est un inconnu ou un compte déjà", "is a stranger or muted"),
    ],
)
def test_numbers_and_names_agree_with_their_words(written, fr, en):
    assert fr in asked(written, FR)
    assert en in asked(written, EN)


def test_a_span_is_told_in_its_largest_unit_and_never_cut():
    spans = [timedelta(days=14), timedelta(days=1), timedelta(hours=36), timedelta(seconds=90), timedelta(seconds=1)]
    assert [FR.span(span) for span in spans] == ["14 jours", "1 jour", "36 heures", "90 secondes", "1 seconde"]


def test_what_waits_for_me_says_so():
    assert effects(rule(all=[STRANGER], then=["hold"]), FR) == "garder le message pour votre examen"
    assert effects(rule(all=[STRANGER], then=["mute", "hold"]), FR).endswith("n’agir qu’après votre examen")
    assert effects(rule(all=[STRANGER]), FR) == "relever le message, sans rien faire"
    assert effects(rule(all=[STRANGER], then=[Block(), HideReply(), Dismiss()]), EN).startswith(
        "block the author, hide"
    )
