"""A domain under stars stands in a list, and hits nobody."""

from hashlib import sha256

import pytest

from bot.blocklists.change import Policy
from bot.blocklists.formats.words import about, recommendation
from bot.blocklists.obfuscated import hidden
from bot.errors import Malformed
from tests.blocklists.lists import NOON

BLOCK = recommendation(NOON, Policy.REJECT)
EXAMPLE = sha256(b"example.org").hexdigest()


@pytest.mark.parametrize("digest", [EXAMPLE, EXAMPLE.upper(), "", "example.org"])
def test_what_stands_under_stars_hits_nobody_though_a_digest_says_who_it_is(digest):
    found = about(BLOCK, "Ex****le.org", digest)
    assert (found.applies, found.stated, found.entity.host) == (False, "reject", "")
    proof = [EXAMPLE] if len(digest) == len(EXAMPLE) else []
    assert found.entity.key.split() == ["obfuscated", "ex****le.org", *proof]


@pytest.mark.parametrize("pattern", ["example.org", "ex*<>", "*" * 300, "**"])
def test_what_is_no_domain_under_stars_is_refused(pattern):
    with pytest.raises(Malformed):
        hidden(pattern)
