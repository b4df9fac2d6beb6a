"""However a server sends it, broken, cut, hostile or odd, what was written to me is read or set aside."""

import json
import time
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Malformed
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival, Deleted
from bot.model.mention import Kind, Via
from bot.platforms.mastodon.decode import decode, mend
from bot.platforms.mastodon.frames import EventLines, message, message_or_malformed
from bot.platforms.mastodon.normalise import normalise
from bot.platforms.mastodon.plain import plain, slowly

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
ME = Account(platform="mastodon", id="1", home="social.test", handle="camille@social.test")
PEOPLE = {ME.key: Protected(name="camille", accounts=(ME,))}


def status(**more):
    author = {"id": "66", "acct": "inconnu@autre.test", "created_at": "2026-01-01T00:00:00.000Z", "followers_count": 3}
    plainly = {"id": "9", "uri": "https://autre.test/9", "content": "<p>bonjour</p>", "account": author}
    return plainly | {"created_at": "2026-11-21T11:59:00.000Z", "edited_at": None, "mentions": [{"id": "1"}]} | more


def notification(**more):
    return {"id": "5", "type": "mention", "created_at": "2026-11-21T11:59:30.000Z", "status": status()} | more


def read(raw, beside=b"", account=ME.key):
    raw = raw if isinstance(raw, bytes) else json.dumps(raw).encode()
    arrival = Arrival(source="s", platform="mastodon", via=Via.STREAM, at=AT, raw=raw, beside=beside, account=account)
    return normalise(arrival, PEOPLE)


def one(**more):
    [mention] = read(notification(status=status(**more)))
    return mention


# The wire


STREAM = b':)\nevent: update\ndata: {"a":1}\n\n:thump\n\nevent: delete\ndata: 01M7\n\nevent: filters_changed\n\nid: 4\nevent: x\ndata: 1\ndata: 2\n\n'
FRAMES = [("update", b'{"a":1}'), ("delete", b"01M7"), ("filters_changed", b""), ("x", b"1\n2")]


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_stream_is_read_alike_however_it_is_cut(ends, size):
    whole, lines, found = STREAM.replace(b"\n", ends), EventLines(), []
    for start in range(0, len(whole), size):
        found += lines.feed(whole[start : start + size])
    found += lines.feed(b":\n\n")
    assert [(frame.event, frame.data) for frame in found] == FRAMES


@given(st.binary(max_size=200), st.integers(1, 40))
def test_no_bytes_break_the_reader_of_events(noise, size):
    lines = EventLines()
    for start in range(0, len(noise), size):
        lines.feed(noise[start : start + size])
    lines.feed(b"\n\n\n\n")
    [frame] = lines.feed(b"event: notification\ndata: {}\n\n")
    assert frame.event == "notification"


def test_an_event_without_end_is_dropped_and_the_next_one_read():
    lines = EventLines(max_event=1000)
    for _ in range(50):
        assert lines.feed(b"data: " + b"x" * 100) == []
    assert [frame.event for frame in lines.feed(b"\n\nevent: a\ndata: 1\n\n")] == ["a"]


def test_a_websocket_message_gives_its_inner_json_byte_for_byte():
    inner = '{"id": "01M7", "content": "\\ud83d\\ude00 é \\ud800"}'
    assert message(json.dumps({"event": "notification", "payload": inner}).encode()).data == inner.encode()
    assert message(b'{"stream":["user"],"event":"filters_changed"}').data == b""
    assert message(b'{"event":"delete","payload":"\\"117\\""}').data == b'"117"'
    assert message(b'{"event":"notification","payload":{"id":"7"}}').data == b'{"id":"7"}'
    assert message(b"{}") is None


@given(st.binary(max_size=100))
def test_no_bytes_break_the_reader_of_messages(noise):
    frame = message_or_malformed(noise)
    assert frame is None or frame.data is not None


# What is no character


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (rb"a\ud800b", "a\ufffdb"),
        (rb"\udc00\ud800", "\ufffd\ufffd"),
        (rb"\ud83d\ude00", "\U0001f600"),
        (rb"\ud83d\ud83d\ude00", "\ufffd\U0001f600"),
        (rb"\\ud800", r"\ud800"),
        (b"a\xff\xfeb", "a\ufffd\ufffdb"),
        (rb"a\u0000b", "a\ufffdb"),
        (b"&#0;&#xD800;", "\ufffd\ufffd"),
    ],
)
def test_what_is_no_character_becomes_one_replacement_each(sent, text):
    raw = json.dumps(notification(status=status(content="HERE"))).encode().replace(b"HERE", sent)
    [mention] = read(raw)
    assert mention.text == text
    mention.text.encode()


@given(st.binary(max_size=300))
def test_mending_never_fails_and_never_changes_what_is_whole(raw):
    mended = mend(raw)
    mended.decode()
    assert mend(mended) == mended


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_mending_leaves_good_json_alone(value):
    assert json.loads(mend(json.dumps(value).encode())) == value


# HTML


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>un</p><p>deux<br>trois</p>", "un\n\ndeux\ntrois"),
        ("un<br />deux<BR>trois<br/>", "un\ndeux\ntrois"),
        ("a &amp; b &lt;3 &eacute;", "a & b <3 é"),
        ('<span class="h-card"><a href="x" class="u-url mention">@<span>camille</span></a></span> va', "@camille va"),
        ("<ul><li>un</li><li>deux</li></ul>", "- un\n- deux"),
        ("a < b > c <3 <", "a < b > c <3 <"),
        ("<p title='>'>x</p>", "<p title='>'>x"),
        ('je vais te <span class="invisible">xx</span>tuer', "je vais te tuer"),
        ('<span class="invisible"><span>a</span>b</span>c', "c"),
        ("</span></span></a>x", "x"),
        ("<!-- caché --> x", "<!-- caché --> x"),
        ("<scr<b>ipt>", "<script>"),
    ],
)
def test_html_reads_as_people_see_it(html, text):
    assert plain(html).text == text


PIECES = [
    "<p>", "</p>", "<br>", "<br/>", "<span>", "</span>", "</a>", "un", " ", "&lt;", "<", ">", "@", "#", "\n",
    '<span class="h-card" translate="no">', '<span class="invisible">', '<a href="x" class="u-url mention">',
    '<a class="u-url mention" href="x" class="mention">', '<a href="y">', "@<span>camille</span></a></span>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_short_way_reads_as_the_long_one(html):
    assert plain(html) == slowly(html)


def test_a_shortened_link_reads_as_the_whole_address():
    link = (
        '<a href="https://autre.test/a/very/long/path?x=1&amp;y=2"><span class="invisible">https://</span>'
        '<span class="ellipsis">autre.test/a/very/lo</span><span class="invisible">ng/path?x=1&amp;y=2</span></a>'
    )
    read = plain(f"<p>vois {link}</p>")
    assert read.text == "vois https://autre.test/a/very/long/path?x=1&y=2"
    assert read.links == ("https://autre.test/a/very/long/path?x=1&y=2",)


def test_words_hidden_inside_a_link_cannot_break_up_a_threat():
    assert (
        plain('<a href="https://x.test">je vais te <span class="invisible">zz</span>tuer</a>').text == "je vais te tuer"
    )


def test_mentions_and_hashtags_are_no_links():
    html = '<a href="https://a.test/@b" class="u-url mention">@b</a> <a href="https://a.test/t" class="mention hashtag">#t</a>'
    assert plain(html).links == ()


@pytest.mark.parametrize(
    "hostile",
    [
        "<",
        "<a ",
        '<a href="',
        "<a 'b' ",
        "<span>",
        '<a href="x">',
        "&",
        "&#",
        "</p>",
        '<span class="invisible">',
        "<br><",
        "<a\t=",
    ],
)
def test_a_megabyte_of_broken_html_is_read_in_linear_time(hostile):
    html = hostile * (1_000_000 // len(hostile))
    began = time.process_time()
    plain(html)
    assert time.process_time() - began < 3, "anything quadratic takes many minutes"


# The mention


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


def test_a_text_of_a_megabyte_with_controls_is_read_whole():
    text = "\u202e" + "a\u0301" * 500_000
    assert one(content=f"<p>{text}</p>").text == text


def test_decoding_names_the_place_and_never_the_value():
    with pytest.raises(Malformed) as failed:
        decode(json.dumps({"id": {"secret": "mot"}}).encode(), Account)
    assert "mot" not in str(failed.value)
