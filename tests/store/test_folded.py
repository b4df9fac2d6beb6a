"""What is planned is kept packed, and comes out letter for letter; what an earlier release wrote is read as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.folded import folded, unfolded

ORDER = (
    '{"noun":"order","person":"camille","action":{"kind":"mute"},"subject":"mastodon:social.test/117020457624302809"}'
)
objects = st.text(st.characters(exclude_categories=["Cs"]), max_size=300).map(lambda text: f'{{"body":"{text}"}}')


@given(objects)
def test_every_object_comes_back_as_it_was(written):
    assert unfolded(folded(written)) == written


def test_an_order_takes_less_room_and_what_was_written_out_is_read():
    assert len(folded(ORDER * 4)) < len(ORDER * 4) / 2
    assert unfolded(ORDER) == ORDER


@pytest.mark.parametrize("harm", [None, "", "no base64", "AAAA", "Az", "Aw==", "Ag=="])
def test_what_was_never_packed_by_us_is_left_as_it_is(harm):
    assert unfolded(harm) in {harm, "\x00\x00"}
