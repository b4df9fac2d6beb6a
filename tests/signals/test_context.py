"""A context protects what it holds, and nothing beside it."""

from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.compile import compile_reader
from bot.rules.condition import parse_condition
from bot.rules.conditions import context
from bot.rules.conditions.base import Truth
from bot.signals.context import KINDS, QUOTED, RELAYED, Contexts, Region, protected
from bot.signals.text import fold
from tests.rules.made import facts
from tests.timing import seconds


def protects(kind, text, words):
    start = text.index(words)
    span = (start, start + len(words))
    return span in protected(kind, Contexts(text, fold(text)).of(kind), [span])


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("quotation", "Il paraît que « je vais te tuer » est anodin", "je vais te tuer"),
        ("quotation", 'Dire "sale pute" à quelqu\'un est un délit', "sale pute"),
        ("quotation", "She keeps reading “kill yourself” every day", "kill yourself"),
        ("quotation", "Jailed for tweeting 'I'm going to slit your throat' at her", "going to slit your throat"),
        ("testimony", "Il m'a écrit va te pendre", "va te pendre"),
        ("testimony", "On m'a traitée de sale pute", "sale pute"),
        ("testimony", "They called me a stupid bitch", "stupid bitch"),
        ("testimony", "I was told to kill myself", "kill myself"),
        ("testimony", "#MeToo pour lui j'étais une salope, et personne ne m'a crue", "salope"),
        ("counter_speech", "Arrêtez de la traiter de pute", "pute"),
        ("counter_speech", "Stop calling her a bitch", "bitch"),
        ("negation", "Tu n'es pas une pute", "Tu n'es pas une pute"),
        ("negation", "Please don't kill yourself", "kill yourself"),
        ("negation", "Personne ne va te tuer", "te tuer"),
        ("fiction", "Je vais te tuer ce soir sur Mario Kart", "Je vais te tuer"),
        ("idiom", "Tu vas mourir de rire", "Tu vas mourir"),
        ("idiom", "Je vais te tuer si tu me spoiles la fin", "Je vais te tuer"),
        ("affection", "T'es trop con, sale con je t'adore", "sale con"),
        ("third_person", "Ce sale con de patron", "sale con"),
        ("first_person", "I'm such an asshole sometimes", "asshole"),
        ("first_person", "Moi, vieille folle aux chats, je vous lis", "vieille folle"),
        ("second_person", "Bonjour, tu vas bien", "tu vas bien"),
        ("second_person", "Shut up already", "Shut up"),
        ("sport_and_games", "On vous a écrasés 4-0, sans rancune", "On vous a écrasés"),
        ("sport_and_games", "gg I destroyed you lol", "I destroyed you"),
        ("political", "Votre réforme est une honte, madame", "Votre réforme est une honte"),
        ("political", "Shame on you for voting this", "Shame on you"),
        ("political", "On va vous battre en mars dans les urnes", "On va vous battre"),
        ("testimony", "Le plus doux disait : crève, salope", "crève, salope"),
        ("testimony", "He'd say: leave and I'll kill you", "I'll kill you"),
        ("testimony", "They all write the same. Whore. Die.", "Whore"),
        ("testimony", "Ma tante a reçu les mêmes lettres que vous, « sale conne ». Elle a tenu.", "vous, « sale conne"),
        ("testimony", "It always starts with hello and ends with die you ugly bitch", "die you ugly bitch"),
        ("counter_speech", "The guy above: you're a disgrace", "you're a disgrace"),
        ("counter_speech", "Toi au-dessus, t'es un minable de lui parler comme ça", "t'es un minable"),
        ("counter_speech", "Encore un anonyme qui lui écrit ça. Pauvre type.", "Pauvre type"),
        ("idiom", "You'll pay for it on Thursday (the tickets)", "You'll pay for it"),
        ("idiom", "L'arbitre mérite des baffes", "mérite des baffes"),
        ("idiom", "Le dernier col va te briser les jambes", "va te briser les jambes"),
        ("political", "You will regret this bill when wards close", "You will regret this"),
        ("sport_and_games", "My rogue will slit your throat again", "will slit your throat"),
        ("testimony", "Va te pendre, qu'il m'a dit hier", "Va te pendre"),
        ("testimony", "I'm going to kill you. That was the last thing my sister heard", "I'm going to kill you"),
        ("testimony", "Sa phrase préférée : ferme ta gueule", "ferme ta gueule"),
        ("testimony", "Reçu par la poste ce matin, découpé dans un journal : tu vas mourir", "tu vas mourir"),
        ("testimony", "Message reçu ce matin : crève. Va te pendre.", "Va te pendre"),
        ("testimony", "J'ai été traitée de tous les noms : traînée, sale pute", "sale pute"),
        ("testimony", "#MeToo viens là salope. Mon chef, le premier jour", "viens là salope"),
        ("testimony", "Since my column it doesn't stop. Die. Rot in hell.", "Rot in hell"),
        ("testimony", "Mon frère lisait sur son écran tu devrais mourir", "tu devrais mourir"),
        ("testimony", "Pour lui je n'étais qu'une bonne à rien, une grosse vache", "grosse vache"),
        ("testimony", "#BalanceTonPorc il riait, salope, devant mon équipe", "salope"),
        ("testimony", "Mon père criait on aurait dû te noyer", "on aurait dû te noyer"),
        ("affection", "You are an absolute beast, congrats on the race", "You are an absolute beast"),
        (
            "quotation",
            "« Sale pute » n'est pas un mot d'esprit, c'est un délit",
            "Sale pute » n'est pas un mot d'esprit",
        ),
        ("counter_speech", "Dire d'une femme qui parle sale pute est un délit", "sale pute"),
        ("counter_speech", "Saying go back to your country is racist, full stop", "go back to your country"),
        ("counter_speech", "J'en ai marre que les gens traitent ma sœur de pute", "pute"),
        ("counter_speech", "Des gens croient encore que les femmes sont des objets", "les femmes sont des objets"),
        ("counter_speech", "Écrire je vais te tuer à quelqu'un est un délit", "je vais te tuer"),
        ("counter_speech", "Qui parle ainsi à une femme, sale chienne, n'a rien compris", "sale chienne"),
        ("counter_speech", "Ceux qui t'ont écrit crève, salope, sont des lâches", "salope"),
        ("affection", "T'es folle, j'adore", "T'es folle"),
        ("quotation", "> je vais te tuer\nVoilà ce que je lis", "je vais te tuer"),
    ],
)
def test_what_is_said_in_a_context_is_protected(kind, text, words):
    assert protects(kind, text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("« Sois gentille », dis-tu souvent. Je vais te tuer", "Je vais te tuer"),
        ("« Je vais te tuer »", "Je vais te tuer"),
        ("The guy above is right: you're a disgrace", "you're a disgrace"),
        ("To the guy above: I'll cut your throat", "cut your throat"),
        ("The guy above, you stupid woman: you're a disgrace", "you're a disgrace"),
        ("Tu es minable de lui parler comme ça, salope", "salope"),
        ("You'll pay for this, bitch", "You'll pay for this"),
        ("Ce gardien mérite une gifle et toi une balle", "mérite une gifle"),
        ("Tu mérites des baffes", "mérites des baffes"),
        ("On m'a dit que tu devais mourir et ils ont raison, va te pendre", "va te pendre"),
        ("“Kill yourself” is what they said, and they're right: kill yourself", "kill yourself"),
        ("Il m'a dit que tu étais là mais je vais te tuer", "je vais te tuer"),
        ("Je vais te dire : tu es une salope", "tu es une salope"),
        ("I'm telling you: kill yourself", "kill yourself"),
        ("Why don't you kill yourself", "kill yourself"),
        ("On m'a dit que tu es une salope", "tu es une salope"),
        ("T'inquiète pas je vais te tuer", "je vais te tuer"),
        ("C'est pas un jeu, je vais te tuer", "je vais te tuer"),
        ("Ton film est nul, je vais te tuer", "je vais te tuer"),
        ("Tu m'as bloqué sale pute", "sale pute"),
        ('Bonjour" je vais te tuer "salut les amis', "je vais te tuer"),
        ("#MeToo tu parles, va te pendre", "va te pendre"),
        ("Quelqu'un t'a écrit « je vais te tuer » ? Il a raison", "je vais te tuer"),
        ("Mon frère m'a dit où tu habites, on va te tuer", "on va te tuer"),
        ("Mon grand-père disait toujours la vérité : tu es une salope", "tu es une salope"),
        ("Ce n'est pas une menace, c'est une promesse : je vais te tuer", "je vais te tuer"),
        ("Ne dis rien à personne ou je te tue", "je te tue"),
        ("If you tell the police I'll kill you", "I'll kill you"),
        ("Arrête de dire qu'on t'insulte, sale pute", "sale pute"),
        ("They called you a liar and that's too gentle: I will kill you", "I will kill you"),
        ("Since my column it doesn't stop, does it. I will kill you", "I will kill you"),
        ("I read your column, kill yourself", "kill yourself"),
        ("Comme disait mon père : crève, salope", "crève, salope"),
        ("As my father used to say: die, bitch", "die, bitch"),
        ("On m'a demandé de te dire que tu vas mourir", "tu vas mourir"),
        ("I was asked to tell you that you will die", "you will die"),
        ("Il t'a traitée de pute parce que t'es une pute", "t'es une pute"),
        ("They all tell you to kill yourself so do it, kill yourself", "do it, kill yourself"),
        ("Nobody asked you, stupid bitch", "stupid bitch"),
        ("I already told her: I'm going to kill you", "I'm going to kill you"),
        ("Don't think I won't kill you", "kill you"),
        ("Ne crois pas que je ne vais pas te tuer", "te tuer"),
        ("Les gens pensent que tu es une pute", "tu es une pute"),
        ("T'es une ordure, bravo", "T'es une ordure"),
        ("Tu es « une grosse pute » et tu le sais bien", "Tu es « une grosse pute"),
        ("Tu es une pute, j'adore", "Tu es une pute"),
        ("On va te battre à mort avant les élections", "On va te battre"),
        ("At the next election we will hang you", "we will hang you"),
        ("Balance ton adresse salope", "salope"),
        ("DM me nudes or else", "DM me nudes"),
        ("Quelqu'un a l'adresse de cette fille ?", "l'adresse de cette fille"),
        ("J'ai lu ton mail, je vais te tuer", "je vais te tuer"),
        ("Message pour toi : va te pendre", "va te pendre"),
        ("I can't wait to kill you", "kill you"),
        ("T'as pas honte sale pute", "sale pute"),
        ("Je ne suis pas raciste mais sale pute quand même", "sale pute"),
        ("Rendez-vous au match samedi, je vais te planter un couteau", "je vais te planter"),
        ("Votre réforme est une honte, connasse", "connasse"),
        ("Votre gouvernement mérite une balle", "mérite une balle"),
    ],
)
def test_what_stands_beside_a_context_is_not(text, words):
    kinds = set(KINDS) - {"third_person", "first_person", "second_person"}
    assert [kind for kind in kinds if protects(kind, text, words)] == []


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("third_person", "You really are a stupid bitch", "stupid bitch"),
        ("third_person", "Ne dis rien à personne ou je te tue", "je te tue"),
        ("third_person", "Une salope comme toi ne mérite rien", "salope"),
        ("first_person", "I'm going to kill you", "kill"),
        ("second_person", "Elle parle bien, celle-là", "Elle parle bien"),
        ("political", "Votre réforme est nulle et vous êtes une ordure", "vous êtes une ordure"),
        ("affection", "Je t'adore, non je rigole, sale pute", "sale pute"),
    ],
)
def test_who_is_meant_is_not_mistaken(kind, text, words):
    assert not protects(kind, text, words)


def test_every_kind_can_be_named_in_a_rule():
    assert set(get_args(context.Region)) == set(KINDS)


SHOWN = {
    "quotation": "Il paraît que « crève » est anodin",
    "testimony": "Il m'a écrit va te pendre",
    "counter_speech": "Arrêtez de la traiter de pute",
    "fiction": "Dans ce film il meurt",
    "sport_and_games": "gg I destroyed you",
    "idiom": "Tu vas mourir de rire",
    "affection": "Je t'adore",
    "laughter": "mdr",
    "political": "Votre réforme est une honte",
    "negation": "Ce n'est pas grave",
    "third_person": "Ce patron",
    "first_person": "I'm such an asshole",
    "second_person": "Tu vas bien",
}


def test_every_kind_is_a_condition_that_shows_where_it_stands():
    reader = compile_reader([])
    for kind in KINDS:
        asked, text = parse_condition({"context": [kind]}), SHOWN[kind]
        verdict = asked.judge(facts(text), reader.read(text))
        assert verdict.truth is Truth.YES, kind
        assert verdict.note == kind
        assert all(0 <= start < end <= len(text) for start, end in verdict.spans)
        assert asked.judge(facts("Bonjour"), reader.read("Bonjour")).truth is Truth.NO


PIECES = st.sampled_from(
    [
        "il m'a dit ",
        "« ",
        " »",
        '"',
        ": ",
        ", ",
        ". ",
        "\n",
        "pas ",
        "tu ",
        "you ",
        "they said ",
        "me ",
        "Moi, ",
        "#MeToo ",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join))
@example("Moi, ")
@example("il m'a dit " * 7000)
def test_regions_stand_in_the_text_whatever_it_is(text):
    for region in Contexts(text, fold(text)).every():
        assert 0 <= region.span[0] < region.span[1] <= len(text)
        assert region.kind in KINDS


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda place: (place[0], sum(place)))


def holds(kind, region, found):
    """As one region alone protects, told from its own rules."""
    (first, last), (start, end) = region, found
    if kind == "negation":
        return first < end <= last
    most = (
        end <= last
        or (kind in RELAYED and end - last < last - start)
        or (kind == "quotation" and last - start > QUOTED)
    )
    return first <= start and most


@given(st.sampled_from(KINDS), st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=8))
def test_all_regions_protect_together_what_each_protects_alone(kind, spans, found):
    regions = [Region(kind, span) for span in spans]
    assert list(protected(kind, regions, found)) == [
        one for one in found if any(holds(kind, span, one) for span in spans)
    ]


HOSTILE = [
    "«",
    '"',
    "' a",
    "il m'a dit ",
    "pas ",
    "the ",
    "« a »",
    "je suis ",
    "😂",
    "he said you ",
    "if you tell ",
    ", que",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_text_full_of_markers_takes_linear_time(unit):
    def taken(size):
        text = (unit * size)[:size]
        folded = fold(text)
        folded.span(0, 1)  # what folding moved is looked for once
        return max(seconds(Contexts(text, folded).every), 0.004)

    Contexts("", fold("")).every()
    assert taken(65_000) < 40 * taken(6_500)
