"""Days on which something private was given away, and days on which it only looked so."""

import asyncio
import random

import pytest

from bot.evidence.master import MasterKey
from bot.simulation.performance import key_beside, perform
from bot.store import read
from bot.store.database import Store
from tests.leakscan import LeakScan
from tests.scenarios.playing import actions, muted, play
from tests.scenarios.scenes import CAMILLE, mention, scenario
from tests.vault.conftest import VAULT

FIRST = CAMILLE | {"protected": CAMILLE["protected"] | {"vault": VAULT}}
POST = "at://{}/1"

GIVEN_AWAY = {
    "adresse": ("Elle habite au 4217 rue des Zinzolins, à Zibeline", "address"),
    "lettres": ("quatre mille deux cent dix-sept rue des Zinzolins. Euh : 42 17, rue des zinzolins 4217", "address"),
    "desordre": ("97981 Zibeline, rue des Zinzolins, au 4217", "address"),
    "majuscules": ("4217, R. DES ZINZOLINS", "address"),
    "mot-diese": ("#4217RueDesZinzolins", "address"),
    "english": ("lovely house, 4217 rue des Zinzolins, right?", "address"),
    "numero": ("tu réponds plus au 06.39.98.47.21 ?", "phone"),
    "epele": ("zéro six trente-neuf quatre-vingt-dix-huit quarante-sept vingt et un", "phone"),
    "anglais": ("his number: +33 6 39 98 47 21", "phone"),
    "arobase": ("écrivez à quasimodette arobase boite-zibeline point test", "email"),
    "courriel": ("mail her: quasimodette [at] boite-zibeline [dot] test", "email"),
    "plaque": ("la voiture qx 739 zv est mal garée", "plate"),
    "proche": ("et Wilhelmine Quasimodette, elle va bien ?", "name"),
    "fille": ("ta fille Wilhelmine va bien ?", "name"),
    "ecole": ("je passe devant l'école Zoltan-Wyszkowski tous les matins", "place"),
}
"""Who writes, what, and what it gives away."""
INNOCENT = {
    "ligne": "Si tu as besoin de parler : le 3919, le 3018, ou le 17 en urgence.",
    "journaliste": "Bonjour, vous pouvez me joindre au 06 39 98 00 11 pour l'interview ?",
    "reporter": "Could we talk? Call me at 555-555-0147, or email me: lou@journal.test",
    "presse": "Le service de presse : presse@ministere.test, 01 99 00 12 34",
    "mairie": "La mairie, 12 place de l'Hôtel-de-Ville, vous ouvre ses portes samedi",
    "ville": "Je viens d'arriver à Zibeline, quelle jolie ville !",
    "voisine": "La rue des Zinzolins est fermée pour travaux",
    "homonyme": "Wilhelmine est un beau prénom",
    "librairie": "Our bookshop is at 42 Elm Street, come and say hi",
    "article": "Article 222-33-2-2 du code pénal, loi n° 2018-703",
    "autre": "On se voit au 18 rue des Roses ?",
    "merci": "Merci pour tout, Camille",
}


def first_post(who, text, minute, **more):
    return mention(minute, POST.format(who), f"did:plc:{who}", text, kind="mention", **more)


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """All of it on one day, under the default rules, with the database that is left."""
    events = [
        first_post(who, text, minute)
        for minute, (who, text) in enumerate(
            [*((who, text) for who, (text, _) in GIVEN_AWAY.items()), *INNOCENT.items()]
        )
    ]
    file = tmp_path_factory.mktemp("day") / "kept.db"
    return play(None, *events, first=FIRST, keep=file), file


@pytest.mark.parametrize("who", GIVEN_AWAY)
def test_what_is_mine_is_seen_told_at_once_and_kept_from_me(day, who):
    result, _ = day
    uri, (_, kind) = POST.format(who), GIVEN_AWAY[who]
    (decision,) = [one for one in result["decisions"] if one["uri"] == uri]
    assert decision["severity"] == "urgent"
    assert "harassment_doxxing" in decision["reasons"]
    assert kind in {one["kind"] for one in result["leaks"] if one["uri"] == uri and one["in"] == "text"}
    done = dict(actions(result, uri))
    assert done["mute"] in {"done", "held"}  # held once the day's budget is spent
    assert done["report"] == "held"
    assert any(uri in alert["about"] and alert["severity"] == "urgent" for alert in result["alerts"])


@pytest.mark.parametrize("who", INNOCENT)
def test_what_belongs_to_all_or_to_who_writes_is_no_leak(day, who):
    result, _ = day
    assert [one for one in result["leaks"] if one["uri"] == POST.format(who)] == []
    assert f"did:plc:{who}" not in muted(result)


def test_nothing_that_the_bot_emits_holds_a_piece_of_what_i_keep(day, scan):
    result, file = day
    scan.text(
        "the result of the simulation",
        str(result | {"scenario": "", "decisions": [bare(one) for one in result["decisions"]]}),
    )
    store = Store(f"sqlite:///{file}", MasterKey(bytes.fromhex(key_beside(file).read_text().strip())))
    try:
        scan.database(store, file)
    finally:
        store.close()
    assert result["chain"]["valid"]


def bare(decision):
    return {key: value for key, value in decision.items() if key != "uri"}


def test_the_scan_finds_what_it_looks_for():
    """Else it would prove nothing."""
    one = LeakScan(value for values in VAULT.values() for value in values)
    for shown in ("zinzolins", "06 39 98 47 21", "QUASIMODETTE", "qx-739-zv", "Wyszkowski", "0 6 3 9 9 8 4 7 2 1"):
        with pytest.raises(AssertionError):
            one.text("a test", f"before {shown} after")
    with pytest.raises(AssertionError):
        one.raw("a test", b"\x00zinzolins\xff")


# ── where it can stand ───────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_seen_in_pictures_names_descriptions_handles_and_links(scan):
    who = {"handle": "qx739zv.test", "display_name": "Wilhelmine Quasimodette", "bio": "06 39 98 47 21"}
    pictured = {"media": [{"kind": "image"}, {"kind": "image", "alt": "le 4217 rue des Zinzolins"}]}
    result = play(
        None,
        first_post("a", "bonjour", 1, **pictured),
        mention(2, POST.format("b"), "did:plc:b", "bonjour") | {"author": {"id": "did:plc:b", **who}},
        first_post("c", "ici https://cartes.test/?q=4217+rue+des+Zinzolins", 3),
        first=FIRST,
    )
    found = {(one["uri"], one["kind"], one["in"]) for one in result["leaks"]}
    assert (POST.format("a"), "address", "alt:1") in found
    assert {
        (POST.format("b"), kind, place)
        for kind, place in (("plate", "handle"), ("name", "display_name"), ("phone", "bio"))
    } <= found
    assert any(uri == POST.format("c") and kind == "address" for uri, kind, _ in found)
    assert {one["severity"] for one in result["decisions"]} == {"urgent"}
    scan.text("alerts", str([one | {"about": []} for one in result["alerts"]]))


def test_it_is_seen_where_only_text_picture_and_name_together_say_it():
    """The number in the text, the street in a name or a picture; each alone is nobody's."""
    named = {"id": "did:plc:a", "handle": "a.test", "display_name": "Rue des Zinzolins"}
    result = play(
        None,
        first_post("a", "regardez bien 4217", 1) | {"author": named},
        first_post("b", "06 39 98", 2, media=[{"kind": "image", "alt": "et la suite : 47 21"}]),
        first_post("c", "la rue des Zinzolins est barrée", 3, media=[{"kind": "image", "alt": "12 pigeons"}]),
        first_post("d", "4217 signatures", 4),
        first=FIRST,
    )
    assert {(one["uri"], one["kind"]) for one in result["leaks"]} == {
        (POST.format("a"), "address"),
        (POST.format("b"), "phone"),
    }


# ── split over two posts ─────────────────────────────────────────────────────────────────────────────────────────────

HALVES = {
    "rue": ("address", "jolie, la rue des Zinzolins", "au numéro 4217"),
    "debut": ("address", "c'est au 4217 rue des", "Zinzolins, 97981 Zibeline"),
    "tel": ("phone", "06 39 98", "47 21, voilà"),
    "mail": ("email", "quasimodette arobase", "boite-zibeline.test"),
    "plate": ("plate", "elle est immatriculée QX-739", "et ça finit par ZV"),
    "apostrophe": ("address", "@camille.test 4217 rue", "@camille.test @ami.test des Zinzolins"),
    "bref": ("address", "@camille@social.test 4217 !", "@camille@social.test Zinzolins"),
}


@pytest.fixture(
    scope="module", params=["first before second", "second before first", "an outage between", "a restart between"]
)
def split(request):
    """Two posts an author, half an hour apart, brought in this order."""
    order = 1 if request.param != "second before first" else -1
    pairs = [(who, half) for who, (_, *halves) in HALVES.items() for half in enumerate(halves)]
    events = [
        mention(
            10 + 30 * (number if order == 1 else 1 - number),
            f"at://{who}/{number}",
            f"did:plc:{who}",
            text,
            kind="mention",
        )
        for who, (number, text) in pairs
    ]
    between = {"an outage between": {"event": "outage", "at": at(20), "until": at(60), "platform": "bluesky"}}
    between |= {"a restart between": {"event": "restart", "at": at(20)}}
    events += [between[request.param]] if request.param in between else []
    return play(None, *sorted(events, key=lambda one: one["at"]), first=FIRST)


def at(minute):
    return mention(minute, "at://x/1", "did:plc:x", "")["at"]


@pytest.mark.parametrize("who", HALVES)
def test_both_halves_of_what_one_author_split_are_told_whichever_came_first(split, who):
    kind = HALVES[who][0]
    found = {(one["uri"], one["kind"]) for one in split["leaks"]}
    assert {(f"at://{who}/0", kind), (f"at://{who}/1", kind)} <= found
    assert f"did:plc:{who}" in muted(split)


@pytest.mark.parametrize("who", HALVES)
def test_both_halves_are_hidden_reported_and_named_in_the_alert(split, who):
    first, second = f"at://{who}/0", f"at://{who}/1"
    for uri in (first, second):
        done = [kind for kind, _ in actions(split, uri)]
        assert {"hide_reply", "report"} <= set(done)
        assert len(done) == len(set(done))
    (alert,) = [one for one in split["alerts"] if {first, second} & set(one["about"]) and one["severity"] == "urgent"]
    assert {first, second} <= set(alert["about"])
    assert split["chain"]["valid"]


def entries(*events):
    """What the chain says of leaks when these events have happened."""
    found = []

    async def watch(step, store):
        with store.reading() as connection:
            found[:] = [entry.payload for entry in read.chain(connection, "camille") if entry.event == "leak"]

    asyncio.run(perform(scenario(*events, first=FIRST), None, watch=watch))
    return found


def test_the_trail_names_either_half_beside_the_other():
    told = entries(
        mention(10, "at://a/1", "did:plc:a", "la rue des Zinzolins"),
        mention(20, "at://a/2", "did:plc:a", "au numéro 4217"),
    )
    assert {(one["mention"], one["beside"]) for one in told} == {(one["beside"], one["mention"]) for one in told}
    assert len(told) == 2
    assert {one["kinds"] for one in told} == {"address"}


def test_what_was_split_is_hidden_once_however_often_it_comes():
    first, second = (
        mention(10, "at://a/1", "did:plc:a", "la rue des Zinzolins"),
        mention(20, "at://a/2", "did:plc:a", "au numéro 4217"),
    )
    third = mention(30, "at://a/3", "did:plc:a", "je répète : au numéro 4217")
    result = play(None, first, first, second, first | {"at": at(25)}, second | {"at": at(26)}, third, first=FIRST)
    for uri in ("at://a/1", "at://a/2", "at://a/3"):
        done = [kind for kind, _ in actions(result, uri)]
        assert sorted(done) == sorted(set(done))
        assert "hide_reply" in done
    assert {one["uri"] for one in result["leaks"]} == {"at://a/1", "at://a/2", "at://a/3"}


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("apart", "told"), [(60, True), (61, False)])
def test_halves_belong_together_for_an_hour_and_no_longer(apart, told, swapped):
    texts = ["la rue des Zinzolins", "au numéro 4217"]
    texts = texts[::-1] if swapped else texts
    result = play(
        None,
        mention(10, "at://a/1", "did:plc:a", texts[0]),
        mention(10 + apart, "at://a/2", "did:plc:a", texts[1]),
        first=FIRST,
    )
    assert {one["uri"] for one in result["leaks"]} == ({"at://a/1", "at://a/2"} if told else set())
    assert [kind for kind, _ in actions(result, "at://a/1")] == (["hide_reply", "report"] if told else [])


def test_of_a_friend_who_wrote_both_halves_nothing_is_hidden_and_i_am_told_of_both():
    result = play(
        None,
        mention(10, "at://a/1", "did:plc:ami", "la rue des Zinzolins"),
        mention(20, "at://a/2", "did:plc:ami", "au numéro 4217"),
        first=FIRST,
    )
    assert [action for one in result["decisions"] for action in one["actions"]] == []
    assert any({"at://a/1", "at://a/2"} <= set(one["about"]) for one in result["alerts"])


def test_halves_of_two_authors_or_hours_apart_are_no_leak():
    result = play(
        None,
        mention(10, "at://a/1", "did:plc:a", "la rue des Zinzolins", kind="mention"),
        mention(20, "at://b/1", "did:plc:b", "au numéro 4217", kind="mention"),
        mention(100, "at://a/2", "did:plc:a", "au numéro 4217", kind="mention"),
        first=FIRST,
    )
    assert result["leaks"] == []
    assert muted(result) == set()


def test_the_order_of_arrival_changes_no_leak():
    texts = ["rue des Zinzolins", "au numéro 4217", "06 39 98", "47 21", "merci", "4217 rue des Zinzolins"]
    events = [
        mention(10 + 2 * number, f"at://{who}/{number}", f"did:plc:{who}", text, kind="mention")
        for who in ("a", "b")
        for number, text in enumerate(texts)
    ]
    straight = play(None, *sorted(events, key=lambda one: one["at"]), first=FIRST)
    same = [event | {"at": at(40)} for event in events]
    random.Random(5).shuffle(same)
    mixed = play(None, *same, *same[:4], first=FIRST)
    assert leaks(straight) == leaks(mixed)


def leaks(result):
    return sorted((one["uri"], one["kind"], one["in"]) for one in result["leaks"])


# ── anybody's ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_anybodys_address_is_urgent_beside_a_threat_or_a_call_and_else_not():
    result = play(
        None,
        first_post("appel", "Elle habite 18 rue des Roses, allez la voir", 1),
        first_post("call", "She lives at 42 Elm Street, go say hi", 2),
        first_post("neutre", "Le musée est au 18 rue des Roses", 3),
        first_post("parcel", "The parcel went to 42 Elm Street", 4),
        first=CAMILLE,
    )
    severity = {one["uri"]: one["severity"] for one in result["decisions"]}
    assert [severity[POST.format(who)] for who in ("appel", "call")] == ["urgent", "urgent"]
    assert {severity[POST.format(who)] for who in ("neutre", "parcel")} <= {"none", "low"}
    assert {one["uri"] for one in result["leaks"]} == {POST.format("appel"), POST.format("call")}


def test_somebody_i_follow_is_not_muted_for_my_address_but_i_am_told():
    result = play(None, mention(1, "at://ami/1", "did:plc:ami", "J'arrive au 4217 rue des Zinzolins !"), first=FIRST)
    assert muted(result) == set()
    assert result["leaks"]
    assert any(alert["severity"] == "urgent" for alert in result["alerts"])


def test_an_edit_into_my_address_is_seen():
    post = first_post("x", "bonjour Camille", 1)
    edit = {"event": "edit", "at": at(5), "uri": post["uri"], "text": "4217 rue des Zinzolins"}
    result = play(None, post, edit, first=FIRST)
    assert [one["severity"] for one in result["decisions"]] == ["none", "urgent"]
    assert [one["kind"] for one in result["leaks"]] == ["address"]
