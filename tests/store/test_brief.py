"""Where something was written is kept in half the signs, and comes out letter for letter."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model.noun import utc
from bot.store.brief import PARTS, brief, whole

base32 = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=24, max_size=24)
pieces = base32 | st.sampled_from(
    (
        *PARTS,
        "Z",
        "0",
        "117020457624302809",
        "\x00",
        "\x01",
        "\x1d",
        "\x1e",
        "\x1f",
        "é",
        ".test",
        "\x19",
        "\x1c",
        "aaaa",
    )
)
texts = st.lists(pieces | st.text(max_size=9) | st.integers(0, 2**70).map(str), max_size=6).map("".join)
moments = st.datetimes(timezones=st.just(UTC))


@given(texts | moments.map(utc) | moments.map(datetime.isoformat))
@example("https://social.test/users/nadia/statuses/0117020457624302809")
@example("9" * 40)
@example("2026-01-02T12:00:00,165000Z")
@example("2026-01-02T24:00:00Z")
def test_every_text_comes_back_as_it_was(text):
    assert whole(brief(text)) == text


@given(texts, texts)
def test_two_texts_never_become_one(one, other):
    assert (brief(one) == brief(other)) == (one == other)


@pytest.mark.parametrize(
    "text",
    [
        "https://social.test/users/nadia/statuses/117020457624302809",
        "mastodon:social.test/117020457624302809",
        "at://did:plc:camille2222222222222222/app.bsky.feed.post/3lzzzzzzzzzz2",
        "2026-01-02T12:00:00.165000Z",
        "bluesky:did:plc:camille2222222222222222",
    ],
)
def test_the_usual_ones_take_two_thirds_at_most(text):
    assert len(brief(text)) <= len(text) * 2 / 3


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("bluesky:did:plc:do6p7zwxbsrcypgcabsrrcbc", 21),
        ("at://did:plc:do6p7zwxbsrcypgcabsrrcbc/app.bsky.feed.post/3l3fdybslebao", 35),
        ("bafyreitelh5hrfvealpieybhmvosm4xzsft7mozjevuh5yehulg6ot2ioi", 45),
        ("bafyrei" + 52 * "7", 45),
        ("bafyrei" + 24 * "7", 25),
    ],
)
def test_what_is_written_in_base32_takes_a_sixth_less(text, length):
    assert len(brief(text)) == length
    assert whole(brief(text)) == text


def test_what_an_earlier_release_wrote_is_read_as_it_was():
    assert whole("\tdo6p7zwxbsrcypgcabsrrcbc\n3l3fdybslebao").endswith("rrcbc/app.bsky.feed.post/3l3fdybslebao")
    assert whole("\x0b" + 52 * "a") == "bafyrei" + 52 * "a"


def test_what_somebody_else_put_there_is_read_as_it_is():
    for text in (
        None,
        "",
        "\x1e!",
        "\x1d",
        "\x1ezzzzzzzzzzzzzzzzzz",
        "\x05\x1d\x05",
        "\x19" + 20 * "_",
        "\x1c" + 44 * "-",
        "\x1a\x19",
    ):
        whole(text)
