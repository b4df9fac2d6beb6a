"""However it is written, hidden or broken, the text is what a person would see."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.mastodon.decode import mend
from bot.platforms.mastodon.plain import plain, slowly
from tests.platforms.mastodon.parts import notification, read, status
from tests.timing import seconds


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
    assert seconds(lambda: plain(html), 1) < 3, "anything quadratic takes many minutes"
