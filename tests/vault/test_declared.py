"""What is public anyway is no leak; and what looks like a number is none of mine."""

import pytest

from bot.model.account import Account
from bot.model.leak import Leak, LeakKind
from bot.model.mention import Kind, Mention
from bot.vault.declared import undeclared
from tests.rules.made import NOW

PUBLIC = ("20 avenue de l'Exemple, 75007 Paris", "01 99 00 12 34", "presse@camille.test", "3919")


def mention(text, **author):
    who = Account(platform="bluesky", id="did:plc:a", handle="a.test", **author)
    return Mention(
        person="camille",
        to="x",
        uri="at://a/1",
        revision="1",
        kind=Kind.MENTION,
        author=who,
        text=text,
        received_at=NOW,
    )


def leak(kind, text, said, within="text"):
    start = text.index(said)
    return Leak(kind=kind, span=(start, start + len(said)), within=within, vault=True)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (LeakKind.ADDRESS, "écrivez au 20, av. de l'exemple, Paris", "20, av. de l'exemple"),
        (LeakKind.PHONE, "le +33 1 99 00 12 34 répond", "+33 1 99 00 12 34"),
        (LeakKind.EMAIL, "PRESSE@camille.test", "PRESSE@camille.test"),
    ],
)
def test_what_i_declared_is_harmless_in_any_form(kind, text, said):
    assert undeclared([leak(kind, text, said)], mention(text), PUBLIC) == ()


def test_what_stands_beside_it_is_not():
    text = "20 avenue de l'Exemple, et chez elle : 4217 rue des Zinzolins"
    found = [
        leak(LeakKind.ADDRESS, text, "20 avenue de l'Exemple"),
        leak(LeakKind.ADDRESS, text, "4217 rue des Zinzolins"),
    ]
    assert undeclared(found, mention(text), PUBLIC) == (found[1],)


def test_in_a_description_too():
    bio = "presse@camille.test"
    assert undeclared([leak(LeakKind.EMAIL, bio, bio, "bio")], mention("", bio=bio), PUBLIC) == ()


def test_without_anything_declared_all_stays():
    found = (leak(LeakKind.PHONE, "01 99 00 12 34", "01 99 00 12 34"),)
    assert undeclared(found, mention("01 99 00 12 34"), ()) == found
