"""Each notification becomes the mention that it is, or nothing, or is set aside with its reason."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from bot.errors import Malformed
from bot.model.account import Account
from bot.model.arrival import Deleted
from bot.model.mention import Kind
from bot.platforms.mastodon.decode import decode
from tests.platforms.mastodon.parts import AT, notification, one, read, status


def test_the_content_warning_and_the_answers_of_a_poll_are_words_too():
    poll = {"options": [{"title": "oui"}, {"title": "tuez-la"}]}
    assert one(spoiler_text="pour toi", poll=poll).text == "pour toi\nbonjour\noui\ntuez-la"


def test_what_an_image_says_of_itself_is_kept():
    [media] = one(
        media_attachments=[{"type": "image", "description": "ton adresse", "url": "https://a.test/i.png"}]
    ).media
    assert (media.kind, media.alt, media.url) == ("image", "ton adresse", "https://a.test/i.png")


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"visibility": "direct", "in_reply_to_account_id": "1"}, Kind.DIRECT),
        ({"in_reply_to_account_id": "1"}, Kind.REPLY),
        ({"in_reply_to_account_id": "2"}, Kind.MENTION),
        (
            {"quote": {"state": "accepted", "quoted_status": {"uri": "https://s.test/1", "account": {"id": "1"}}}},
            Kind.QUOTE,
        ),
        ({"quote": {"uri": "https://s.test/1", "account": {"id": "1"}}}, Kind.QUOTE),
        ({"quote": {"state": "revoked", "quoted_status": None}}, Kind.MENTION),
        ({"visibility": "private"}, Kind.MENTION),
    ],
)
def test_how_i_am_addressed_is_told_most_personal_first(more, kind):
    assert one(**more).kind is kind


def test_a_quote_notification_is_a_quote_and_keeps_what_it_quotes():
    quoted = {"state": "accepted", "quoted_status": {"uri": "https://social.test/3", "account": {"id": "1"}}}
    [mention] = read(notification(type="quote", status=status(quote=quoted, mentions=[])))
    assert (mention.kind, mention.quoted) == (Kind.QUOTE, ("https://social.test/3",))


def test_event_time_is_the_servers_and_the_authors_is_a_claim():
    mention = one(created_at="1970-01-01T00:00:00Z")
    assert mention.received_at == datetime(2026, 11, 21, 11, 59, 30, tzinfo=UTC)
    assert mention.claimed_at == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("odd", [None, "", "yesterday", "99999-01-01"])
def test_a_time_that_is_none_costs_no_mention(odd):
    [mention] = read(notification(created_at=odd, status=status(created_at=odd)))
    assert mention.received_at == AT
    assert mention.claimed_at is None


def test_an_edit_is_another_revision_of_the_same_post():
    before, after = one(), one(edited_at="2026-11-21T12:10:00.000Z")
    assert before.uri == after.uri
    assert (before.edited, after.edited) == (False, True)
    assert after.revision == "2026-11-21T12:10:00Z"


def test_an_edit_streamed_as_a_bare_status_is_a_mention_only_if_it_addresses_me():
    edited = status(edited_at="2026-11-21T12:10:00.000Z")
    [mention] = read(edited)
    assert (mention.received_at, mention.edited, mention.notification) == (AT, True, "")
    assert read(edited | {"mentions": [{"id": "2", "acct": "autre"}]}) == ()
    assert read(edited | {"mentions": [{"id": "0", "acct": "camille@social.test"}]}) != ()
    assert read(edited | {"account": {"id": "1", "acct": "camille"}}) == ()


@pytest.mark.parametrize("kind", ["update", "quoted_update"])
def test_a_changed_post_that_addresses_me_is_a_mention(kind):
    assert len(read(notification(type=kind))) == 1
    assert read(notification(type=kind, status=status(mentions=[]))) == ()


def test_a_grouped_notification_is_the_same_mention_as_a_single_one():
    group = {"group_key": "ungrouped-5", "type": "mention", "most_recent_notification_id": 5, "status_id": "9"}
    group["latest_page_notification_at"] = "2026-11-21T11:59:30.000Z"
    beside = json.dumps({"status": status()}).encode()
    assert read(group, beside) == read(notification())


@pytest.mark.parametrize(
    "kind",
    [
        "follow",
        "favourite",
        "reblog",
        "poll",
        "status",
        "admin.sign_up",
        "admin.report",
        "move",
        "pleroma:emoji_reaction",
        "brand.new",
    ],
)
def test_what_is_no_mention_is_nothing_even_if_it_has_no_status(kind):
    assert read(notification(type=kind, status=None)) == ()
    assert read({"id": "5", "type": kind, "account": 7, "status": ["?"]}) == ()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (notification(status=None), "without a status"),
        (notification(status=status(account=None)), "without an author"),
        (notification(status=status(uri=None)), "without an address"),
        (notification(status="?"), r"Expected `object \| null`, got `str`"),
        (b"<html>", "cannot be read"),
        (b"[]", "cannot be read"),
        (b"{}", "neither"),
        (b'{"id": "5", "type": "mention"', "cannot be read"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_set_aside_and_the_reason_holds_no_words(raw, why):
    with pytest.raises(Malformed, match=why) as failed:
        read(raw)
    assert "bonjour" not in str(failed.value)


def test_a_deletion_tells_the_address_that_the_source_remembered():
    beside = msgspec.json.encode({"event": "delete", "uri": "https://autre.test/9"})
    assert read(b"9", beside) == (Deleted(platform="mastodon", uri="https://autre.test/9", at=AT),)


def test_what_is_not_for_anybody_we_protect_is_nothing():
    assert read(notification(), account="mastodon:social.test/2") == ()
    assert read(b"") == ()


def test_the_author_is_told_with_what_the_server_knows_and_no_more():
    author = {
        "id": "66",
        "acct": "voisin",
        "display_name": "V\0",
        "note": "<p>a<br>b</p>",
        "created_at": "2026-01-01T00:00:00.000Z",
    }
    author |= {"followers_count": 3, "statuses_count": None, "moved": {"id": "7", "acct": "x@ailleurs.test"}}
    account = one(account=author).author
    assert account == Account(
        platform="mastodon",
        id="66",
        home="social.test",
        handle="voisin@social.test",
        display_name="V\ufffd",
        bio="a\nb",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        followers=3,
        moved_to="x@ailleurs.test",
    )


@pytest.mark.parametrize(
    ("avatar", "pictured"),
    [
        ("https://social.test/system/accounts/avatars/1/original/moi.png", True),
        ("https://social.test/avatars/original/missing.png", False),
        ("https://gts.test/assets/default_avatars/GoToSocial_icon1.webp", False),
        ("https://akkoma.test/images/avi.png", False),
        ("https://iceshrimp.test/identicon/voisin@social.test", False),
        ("https://social.test/original/missing.png/moi.jpg", True),
        ("", False),
        (None, None),
        ({"url": "https://social.test/moi.png"}, None),
    ],
)
def test_whether_the_author_shows_a_picture_is_told_and_nothing_fails_for_it(avatar, pictured):
    assert one(account={"id": "66", "acct": "voisin", "avatar": avatar}).author.pictured is pictured


def test_a_text_of_a_megabyte_with_controls_is_read_whole():
    text = "\u202e" + "a\u0301" * 500_000
    assert one(content=f"<p>{text}</p>").text == text


def test_decoding_names_the_place_and_never_the_value():
    with pytest.raises(Malformed) as failed:
        decode(json.dumps({"id": {"secret": "mot"}}).encode(), Account)
    assert "mot" not in str(failed.value)
