"""What stood beside a message is read in what was captured of it: what it answered, and what I replied."""

import json
from datetime import timedelta

import pytest

from bot.dossier.surroundings import Around
from bot.model.account import Account
from bot.model.mention import Kind, Mention
from tests.dossier.shield import NOW

HIS, MINE, ABOVE = (f"at://did:plc:{who}/app.bsky.feed.post/{n}" for who, n in (("lui", 2), ("moi", 3), ("moi", 1)))


def view(uri, text, parent=""):
    """A post as Bluesky shows it."""
    did = uri.split("/")[2]
    record = {"text": text} | ({"reply": {"parent": {"uri": parent}, "root": {"uri": ABOVE}}} if parent else {})
    author = {"did": did, "handle": f"{did.rpartition(':')[2]}.test"}
    return {"uri": uri, "author": author, "record": record, "indexedAt": "2026-03-01T10:00:00.000Z"}


def status(number, text, parent=None, who="7", visibility="public"):
    """A status as a Mastodon-like server shows it."""
    return {
        "id": number,
        "uri": f"https://social.test/users/{who}/statuses/{number}",
        "account": {"id": who, "acct": f"compte{who}"},
        "content": f"<p>{text}</p>",
        "created_at": "2026-03-01T10:00:00.000Z",
        "in_reply_to_id": parent,
        "visibility": visibility,
    }


def on_bluesky(**more):
    author = Account(platform="bluesky", id="did:plc:lui", handle="lui.test")
    said = {"uri": HIS, "root": ABOVE, "parent": ABOVE, "text": "Menteuse", "kind": Kind.REPLY} | more
    return Mention(person="camille", to="bluesky:did:plc:moi", revision="1", author=author, received_at=NOW, **said)


def on_mastodon(**more):
    author = Account(platform="mastodon", id="7", home="social.test")
    said = {"uri": status("20", "")["uri"], "text": "Menteuse", "kind": Kind.REPLY} | more
    return Mention(person="camille", to="mastodon:social.test/1", revision="1", author=author, received_at=NOW, **said)


def test_the_post_of_mine_that_he_answered_and_what_i_replied_stand_beside_his():
    around = Around(on_bluesky())
    thread = {
        "thread": {
            "post": view(HIS, "Menteuse", ABOVE),
            "parent": {"post": view(ABOVE, "Mon livre est là")},
            "replies": [{"post": view(MINE, "Laissez-moi tranquille", HIS)}],
        }
    }
    around.add(json.dumps(thread).encode(), NOW)
    told = [(one.role, one.text, one.author, one.kept) for one in around.beside()]
    assert told == [
        ("parent", "Mon livre est là", "bluesky:did:plc:moi", True),
        ("reply", "Laissez-moi tranquille", "bluesky:did:plc:moi", True),
    ]
    assert around.seen_by() == "public"
    assert {one.handle for one, _ in around.others()} == {"moi.test"}


def test_what_was_not_kept_is_only_known_to_have_been_there():
    (parent,) = Around(on_bluesky()).beside()
    assert (parent.role, parent.uri, parent.kept, parent.text) == ("parent", ABOVE, False, "")


def test_what_he_quoted_is_read_in_the_post_that_shows_it():
    around = Around(on_bluesky(root=None, parent=None, quoted=(ABOVE,), kind=Kind.QUOTE))
    shown = view(HIS, "Regardez-la")
    quoted = {key: value for key, value in view(ABOVE, "Mon livre").items() if key != "record"}
    shown["embed"] = {"record": quoted | {"value": {"text": "Mon livre"}}}
    around.add(json.dumps(shown).encode(), NOW)
    assert [(one.role, one.text) for one in around.beside()] == [("quoted", "Mon livre")]


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        ("public", "public"),
        ("unlisted", "unlisted"),
        ("private", "followers"),
        ("direct", "direct"),
        ("odd", "unknown"),
    ],
)
def test_who_could_see_it_is_what_the_server_said(visibility, seen):
    around = Around(on_mastodon())
    around.add(json.dumps({"type": "mention", "status": status("20", "Menteuse", visibility=visibility)}).encode(), NOW)
    assert around.seen_by() == seen


def test_on_mastodon_i_replied_by_the_number_that_his_post_has_on_my_server():
    around = Around(on_mastodon(parent=status("10", "", who="1")["uri"]))
    above, mine = status("10", "Mon livre", who="1"), status("30", "Non.", parent="20", who="1")
    around.add(json.dumps(status("20", "Menteuse", parent="10")).encode(), NOW)
    around.add(json.dumps({"ancestors": [above], "descendants": [mine]}).encode(), NOW)
    assert [(one.role, one.text, one.handle) for one in around.beside()] == [
        ("parent", "Mon livre", "compte1"),
        ("reply", "Non.", "compte1"),
    ]


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"[" * 100_000, b'{"uri": 3, "author": [], "record": null}', b"null"]
)
def test_what_is_no_answer_of_a_platform_says_nothing(raw):
    around = Around(on_bluesky(root=None, parent=None))
    around.add(raw, NOW)
    assert around.beside() == ()


def test_what_he_answered_is_found_by_the_number_by_which_mastodon_names_it():
    around = Around(on_mastodon(parent="mastodon:social.test/10"))
    above = status("10", "Mon livre", who="1")
    around.add(json.dumps({"ancestors": [above], "descendants": []}).encode(), NOW)
    (parent,) = around.beside()
    assert (parent.uri, parent.text, parent.taken_at) == (above["uri"], "Mon livre", NOW)


def test_what_was_shown_first_is_told_with_when_that_was():
    around = Around(on_bluesky())
    around.add(json.dumps(view(ABOVE, "Mon livre est là")).encode(), NOW)
    around.add(json.dumps(view(ABOVE, "Autre chose")).encode(), NOW + timedelta(days=1))
    (parent,) = around.beside()
    assert (parent.text, parent.taken_at) == ("Mon livre est là", NOW)
