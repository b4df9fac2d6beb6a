"""A shield is for a person or for a community: either will do, and nobody will not."""

import pytest

from bot.config import Unusable
from tests.config.conftest import USABLE
from tests.config.test_config_communities import MASTODON

HEAD = USABLE.partition("[[person]]")[0]


def test_a_community_needs_no_person_beside_it(place):
    config = place.load(HEAD + MASTODON)
    assert config.people == ()
    assert [one.name for one in config.shielded] == ["ouest"]


def test_without_anybody_i_am_told_what_to_add(place):
    with pytest.raises(Unusable, match=r"names nobody; add \[\[person\]\] .* or a \[\[community\]\]"):
        place.load(HEAD)
