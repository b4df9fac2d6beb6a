"""A domain under stars is somebody only where we know whom."""

from hashlib import sha256

import pytest

from bot.blocklists.change import Policy
from bot.blocklists.formats.words import about, recommendation
from bot.blocklists.obfuscated import hidden, resolve
from bot.errors import Malformed
from tests.blocklists.lists import NOON, recommended

BLOCK = recommendation(NOON, Policy.REJECT)
EXAMPLE = sha256(b"example.org").hexdigest()


def resolved(change, *hosts):
    (found,) = resolve([change], hosts)
    return found


@pytest.mark.parametrize("digest", [EXAMPLE, EXAMPLE.upper()])
def test_a_digest_tells_which_host_it_is(digest):
    found = resolved(about(BLOCK, "ex****le.org", digest), "exemple.org", "example.org")
    assert (found.entity.key, found.policy, found.obfuscate, found.applies) == (
        "example.org",
        Policy.REJECT,
        True,
        True,
    )


def test_a_digest_of_no_host_we_know_rules_out_one_that_would_fit():
    assert not resolved(about(BLOCK, "ex****le.org", EXAMPLE), "exemple.org").applies


def test_without_a_digest_the_only_host_that_fits_is_taken():
    assert resolved(about(BLOCK, "ex****le.org"), "example.org", "other.org").entity.key == "example.org"


@pytest.mark.parametrize("hosts", [(), ("other.org",), ("example.org", "exemple.org"), ("ex.ample.org",)])
def test_where_none_or_several_fit_nobody_is_hit(hosts):
    found = resolved(about(BLOCK, "ex****le.org"), *hosts)
    assert (found.applies, found.stated, found.entity.host) == (False, "reject", "")


@pytest.mark.parametrize("pattern", ["*.org", "***.***", "e****le.org"])
def test_what_would_fit_nearly_anybody_fits_nobody(pattern):
    change = BLOCK.__class__(id="", type=BLOCK.type, at=NOON, entity=hidden(pattern), stated="reject")
    assert not resolved(change, "example.org").applies


def test_what_we_know_no_meaning_of_is_not_applied_though_the_host_is_known():
    odd = about(recommendation(NOON, None), "ex****le.org", EXAMPLE)
    assert resolved(odd, "example.org").policy is None


def test_what_is_plain_stays_as_it_is():
    assert resolved(recommended("a.test"), "example.org") == recommended("a.test")


@pytest.mark.parametrize("pattern", ["example.org", "ex*<>", "*" * 300, "**"])
def test_what_is_no_domain_under_stars_is_refused(pattern):
    with pytest.raises(Malformed):
        hidden(pattern)
