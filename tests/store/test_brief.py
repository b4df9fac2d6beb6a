"""Where something was written is kept in half the signs, and comes out letter for letter."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model.noun import utc
from bot.store.brief import PARTS, brief, whole

pieces = st.sampled_from((*PARTS, "Z", "0", "117020457624302809", "\x00", "\x01", "\x1d", "\x1e", "\x1f", "é", ".test"))
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
    ],
)
def test_the_usual_ones_take_two_thirds_at_most(text):
    assert len(brief(text)) <= len(text) * 2 / 3


def test_what_somebody_else_put_there_is_read_as_it_is():
    for text in (None, "", "\x1e!", "\x1d", "\x1ezzzzzzzzzzzzzzzzzz", "\x05\x1d\x05"):
        whole(text)
