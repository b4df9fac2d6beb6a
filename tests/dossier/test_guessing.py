"""Made twice, with another of his guesses being the right one, what he reads is the same in all its files."""

import re
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

import msgspec
import pytest

from bot.dossier import chronology, pdf, steps
from bot.dossier.content import About, Called, Party, Seal
from bot.dossier.draft import Which
from bot.dossier.fact import Attached, Done, Fact, Showing
from bot.dossier.making import make
from bot.dossier.staging import Where
from bot.dossier.statement import Statement
from bot.trail.checkpoints import round_of_checkpoints
from tests.dossier.plants import ACCUSED, NOON, beside, contents, fact, piece
from tests.dossier.shield import NOW, draft, lines, opened, played_lines, wrote
from tests.dossier.test_alike import LeakKind, shown

GUESSES = {
    "address": ["12 rue des Lilas, 75020 Paris", "8 allée des Églantines, 69003 Lyon", "41 impasse du Moulin, 33000 Bordeaux"],
    "name": ["Wilhelmine Quasimodette", "Ernestine Falbala", "Hortense Bigoudi"],
    "place": ["école Zoltan Wyszkowski", "club de Pétaouchnok", "Fitness Gargamel"],
}  # fmt: skip
SAID = {
    "address": "Elle habite {}, allez la voir",
    "name": "son nom : {}, on le sait",
    "place": "elle sera à {} demain",
}
OTHERS = ("Tu mens.", "Sale truie", "Bonjour, ça va ?", "Réponds !", "Grosse vache", "Tu vas crever", "Je te retrouverai",
          "Menteuse", "Encore toi", "Tu es finie", "Personne ne te lit", "Tais-toi")  # fmt: skip
MINE = "at://did:plc:camille/app.bsky.feed.post/livre"
BEGIN = datetime(2026, 3, 1, 10, tzinfo=UTC)
OURS = re.compile(r"[0-9a-f]{16,}")
"""Digests, seals, ids, which are drawn anew each time."""


def lived(right):
    """What he wrote, where his guess of this number is the one that is true; between his guesses stands what else he
    wrote: what came of one may show at the next.
    """
    guessed = [SAID[kind].format(one) for kind, some in GUESSES.items() for one in some]
    every = [text for pair in zip_longest(guessed, OTHERS) for text in pair if text]
    written = [
        wrote(text, (BEGIN + timedelta(hours=9 * number)).isoformat(), number, lang="fr", kind="reply", root=MINE)
        for number, text in enumerate(every)
    ]
    vault = {kind: [some[right]] for kind, some in GUESSES.items()}
    return lines(*written).replace('"follows"', f'"vault": {msgspec.json.encode(vault).decode()}, "follows"', 1)


def read(right, which, folder):
    """All that he reads, and how it is parted into pages, but for what is drawn by lot."""
    folder.mkdir()
    store = opened(played_lines(lived(right)), folder)
    said = Statement(complainant="Camille D.", words="Il écrit chaque jour.", effects="Je dors mal.")
    one = draft(about=About.ACCOUNT, subject="bluesky:did:plc:rancunier", which=which, statement=said)
    round_of_checkpoints(store, ["camille"], {}, NOW - timedelta(days=1))
    made = make(
        store, one, Where(folder / "out", folder / "ours"), steps.redacted(store, one), NOW, lambda _: None, lambda _: None
    )  # fmt: skip
    store.close()
    data = made.place / "data"
    told = {
        str(file.relative_to(data)): [OURS.sub("…", "".join(page.split())) for page in pdf.pages(file.read_bytes())]
        for file in data.rglob("*.pdf")
    }
    return told | {
        name: [OURS.sub("…", (data / name).read_text("utf-8"))] for name in (chronology.JSON, chronology.CSV)
    }


@pytest.mark.parametrize("which", [Which.ALL, Which.FIRST_AND_LAST])
def test_whichever_is_right_all_files_are_the_same(which, tmp_path):
    every = [read(right, which, tmp_path / str(right)) for right in range(3)]
    assert every == [every[0]] * 3
    assert MINE in every[0][chronology.JSON][0]
    assert sorted(every[0])[:3] == ["chronology.csv", "chronology.json", "dossier.pdf"]


# ── what follows from how grave it is ────────────────────────────────────────────────────────────────────────────────

NUMBERS = ("06 39 98 47 21", "06 39 98 11 22")
LATER = NOON + timedelta(hours=5)
FRIEND = "bluesky:did:plc:amie"


def told(known, **said):
    """The same posts, of which the right one was captured, counted and answered."""
    facts = [
        grave(number, text=f"son tel {one}") if one == known else plain(number, text=f"son tel {one}")
        for number, one in enumerate(NUMBERS, 1)
    ]
    entry = 10
    counted = []
    for one in facts:
        pieces = tuple(msgspec.structs.replace(each, entry=entry) for each in one.pieces)
        counted.append(msgspec.structs.replace(one, entry=entry, pieces=pieces))
        entry += 12 if one.done else 2
    given = {"seals": (Seal(number=11, seal="aa" * 32, at=NOON), Seal(number=entry, seal="bb" * 32, at=LATER))}
    return shown(counted, [(LeakKind.PHONE, known)], **given | said)


def plain(number, **said) -> Fact:
    parent = beside("parent", author="", handle="", text="", kept=False, uri="at://did:plc:camille/1")
    media = (Attached(kind="image", digest="ab" * 32),)
    given = {"beside": parent, "media": media, "pieces": (piece(what="record"),), "level": 1}
    return fact(number, **given | said)


def grave(number, **said) -> Fact:
    captured = {"taken_at": NOON + timedelta(minutes=number), "at": NOON}
    stood = (
        *beside("parent", uri="at://did:plc:camille/1", **captured),
        *beside("reply", uri="at://did:plc:camille/2", **captured),
    )
    picture = Attached(
        kind="image", digest="ab" * 32, file="pictures/0001.jpg", type="image/png", showing=Showing.SHOWN
    )
    return plain(number, **said | {
        "beside": stood, "media": (picture,), "level": 5, "severity": 4, "reasons": ("harassment_doxxing",),
        "done": (Done(what="mute", at=NOON, outcome="done"),), "pieces": (piece(what="record"), piece(what="post")),
    })  # fmt: skip


def same(**said):
    one, other = (told(known, **said) for known in NUMBERS)
    assert one == other
    return one


def test_what_was_captured_of_the_right_one_does_not_tell_it():
    made = same()
    assert [one.beside[0].kept for one in made.facts] == [False, False]
    assert "pictures" in made.withheld


def test_how_many_entries_the_chain_has_in_between_is_not_told():
    made = same()
    assert {each.entry for one in made.facts for each in (one, *one.pieces)} == {0}
    assert {one.number for one in made.seals} == {0}


def test_of_his_accounts_the_gravest_is_not_the_one_that_was_right():
    def two(known):
        parties = [
            Party(key=f"{ACCUSED}{number}", platform="bluesky", id=f"{number}", facts=1, worst=5 if one == known else 2)
            for number, one in enumerate(NUMBERS)
        ]
        facts = [
            fact(number + 1, author=f"{ACCUSED}{number}", text=one, level=5 if one == known else 1)
            for number, one in enumerate(NUMBERS)
        ]
        return shown(facts, [(LeakKind.PHONE, known)], parties=tuple(parties), stage="danger" if known else "")

    assert two(NUMBERS[0]) == two(NUMBERS[1])
    assert two(NUMBERS[0]).stage == ""


def test_where_nothing_is_covered_it_stays_told_how_grave_it_is():
    party = msgspec.structs.replace(contents().parties[0], worst=5, facts=1)
    made = shown([fact(level=5)], [], parties=(party,), stage="danger")
    assert (made.parties[0].worst, made.stage) == (5, "danger")


def test_when_he_was_called_so_does_not_tell_what_was_captured():
    def called(known):
        until = NOON + timedelta(hours=NUMBERS.index(known) + 1, seconds=2)
        spell = Called(kind="handle", text="mechant.test", since=NOON, until=until)
        return (msgspec.structs.replace(contents().parties[0], called=(spell,)), *contents().parties[1:])

    one, other = (told(known, parties=called(known)) for known in NUMBERS)
    assert one == other


def test_a_name_of_his_is_masked_with_the_times_at_which_he_had_it_and_takes_no_words_with_it():
    spells = [Called(kind=kind, text=text, since=NOON, until=LATER)
              for kind, text in (("handle", "0639984721.test"), ("name", "06 39 98 47 21"))]  # fmt: skip
    his = msgspec.structs.replace(
        contents().parties[0], handles=("0639984721.test",), names=("06 39 98 47 21",), called=tuple(spells)
    )
    made = shown([fact(text="Hé, Paulette ment.")], [(LeakKind.PHONE, "06 39 98 47 21")], parties=(his,))
    assert made.facts[0].text == "Hé, Paulette ment."
    assert [one.text for one in made.parties[0].called] == [*made.parties[0].handles, *made.parties[0].names]


def test_whoever_stood_beside_what_was_captured_does_not_tell_it_either():
    friend = Party(key=FRIEND, platform="bluesky", id="did:plc:amie", handles=("amie.test",), accused=False)
    captured = beside("root", author=FRIEND, handle="amie.test", uri="at://did:plc:amie/1", at=NOON, taken_at=LATER)
    named = beside("root", author="", handle="", text="", kept=False, uri="at://did:plc:amie/1")

    def stood(known):
        facts = [
            fact(number, text=one, beside=captured if one == known else named) for number, one in enumerate(NUMBERS, 1)
        ]
        return shown(facts, [(LeakKind.PHONE, known)], parties=(*contents().parties, friend))

    one, other = map(stood, NUMBERS)
    assert one == other
    assert "personne B" not in [each.key for each in one.parties]
