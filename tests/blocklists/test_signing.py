"""A list that somebody altered on its way is not believed."""

from datetime import timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.blocklists import signing
from bot.blocklists.entity import CANARY
from bot.blocklists.formats import FORMATS, Listed
from bot.blocklists.formats.rempart import SPEC, Head, head, write
from bot.blocklists.signing import check, note
from bot.errors import Malformed, Unproven
from bot.evidence.checkpoint import Signer, Verifier
from tests.blocklists.lists import CHANGES, NOON, recommended

EAST = timezone(timedelta(hours=9))
SIGNER = Signer("rempart/0123456789abcdef", bytes(32))
OTHER = Signer("rempart/0123456789abcdef", bytes(31) + b"1")
LIST = [recommended("a.test"), recommended("x@b.test")]
BEFORE = Head(
    spec=SPEC,
    list="threats",
    title="Menaces",
    description="Qui menace.",
    contest="contester@liste.test",
    language="fr",
    version=7,
)


def digest(changes, before=BEFORE):
    return signing.digest(before, changes)


@given(st.lists(CHANGES, max_size=6), st.randoms())
def test_what_a_list_says_has_one_digest_in_whatever_order_and_however_often_it_comes(changes, chance):
    shuffled = [*changes, *changes]
    chance.shuffle(shuffled)
    assert digest(shuffled) == digest(changes)


@given(CHANGES)
def test_what_a_list_says_otherwise_has_another_digest(change):
    assert digest([replace(change, comment=change.comment + "!")]) != digest([change])
    assert digest([]) != digest([change])


@given(CHANGES)
def test_what_is_meant_for_few_changes_no_digest(change):
    assert digest([replace(change, private="for us", by="camille")]) == digest([replace(change, private="", by="")])


def test_a_note_proves_the_list_its_version_and_who_signed():
    signed = note(SIGNER, "threats", 7, digest(LIST))
    assert check(signed, SIGNER.verifier, "threats", digest(LIST)) == 7
    assert check(signed, Verifier.parse(str(SIGNER.verifier)), "threats", digest(LIST), least=7) == 7


@pytest.mark.parametrize(
    ("signer", "slug", "entries", "least", "why"),
    [
        (OTHER, "threats", LIST, 1, "no key that is known"),
        (SIGNER, "others", LIST, 1, "another list"),
        (SIGNER, "threats", LIST[:1], 1, "these entries"),
        (SIGNER, "threats", LIST, 8, "older version"),
    ],
)
def test_a_note_by_another_for_another_or_of_before_proves_nothing(signer, slug, entries, least, why):
    signed = note(signer, "threats", 7, digest(LIST))
    with pytest.raises(Unproven, match=why):
        check(signed, SIGNER.verifier, slug, digest(entries), least=least)


@pytest.mark.parametrize("signed", ["", "no note", note(SIGNER, "threats", 7, digest(LIST)).replace("\n7\n", "\n8\n")])
def test_what_is_no_note_or_was_altered_proves_nothing(signed):
    with pytest.raises(Unproven, match="cannot be believed"):
        check(signed, SIGNER.verifier, "threats", digest(LIST))


def test_a_list_of_ours_carries_its_note_and_proves_itself():
    before = replace(BEFORE, note=note(SIGNER, "threats", 7, digest(LIST)))
    file = b"".join(write(LIST, before))
    assert head(file) == before
    came = [one.change for one in FORMATS["rempart"].parse([file], NOON) if isinstance(one, Listed)]
    assert check(head(file).note, SIGNER.verifier, head(file).list, digest(came, head(file))) == 7


ELSEWHERE = {"title": "Amis", "description": "x", "contest": "moi@ailleurs.test", "language": "en", "version": 8}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_nobody_on_the_way_makes_a_list_of_mine_say_something_else_of_itself(name):
    """Its title, who is in it and why, where to object: all that is read with it is signed with it."""
    signed = replace(BEFORE, note=note(SIGNER, "threats", 7, digest(LIST)), **{name: ELSEWHERE[name]})
    came = head(b"".join(write(LIST, signed)))
    with pytest.raises(Unproven, match="altered"):
        check(came.note, SIGNER.verifier, came.list, digest(LIST, came))


@given(st.lists(CHANGES, max_size=4), st.text(max_size=20))
@example([recommended(CANARY)], " =x\r\n\t\x00 ")
def test_whatever_somebody_wrote_in_it_a_list_proves_itself_when_it_arrives(changes, words):
    messy = [
        replace(one, comment=words, labels=(words,), cause_ref=words, at=one.at.astimezone(EAST)) for one in changes
    ]
    came = [one.change for one in FORMATS["rempart"].parse(write(messy), NOON) if isinstance(one, Listed)]
    assert digest(came) == digest(messy)


@pytest.mark.parametrize("file", [b"", b"[]", b"{}", b'{"spec": "other"}'])
def test_what_is_no_list_of_ours_has_no_head(file):
    with pytest.raises(Malformed):
        head(file)
