"""What looking for private data costs a post."""

import time
from pathlib import Path

import pytest

from bot.signals.leaks.find import find
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.pieces import kept
from bot.signals.leaks.secret import Vault
from bot.signals.leaks.sight import sight
from tests.signals.leaks.forms import WRITTEN

pytestmark = pytest.mark.benchmark
TRIES = 7
WITHOUT, WITH = 20, 150
"""Microseconds a post may cost."""
BUSY = 3
"""By how much a machine that does other things meanwhile may be slower."""
KEYED = Keyed([bytes(range(32))])
SENTENCES = [
    line
    for language in ("fr", "en")
    for line in (Path(__file__).parents[1] / "signals" / f"innocent_{language}.txt").read_text("utf-8").splitlines()
]
DISCLOSED = [
    "elle habite au 12 rue des Lilas, 75020 Paris, allez la voir",
    "her address is 42 Elm Street, Springfield, IL 62704, have fun",
    "son numéro c'est le 06 39 98 12 34, appelez-la jour et nuit",
    "écrivez-lui : camille.d (at) exemple.test",
    "sa voiture AB-123-CD, garée devant chez elle",
    "son iban FR14 2004 1010 0505 0001 3M02 606",
    "ses enfants sont à l'école Jules Ferry à Montreuil",
    "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
]


def cost(texts, find=find):
    """Microseconds of processor time a post, the best of some tries."""
    taken = []
    for _ in range(TRIES):
        begun = time.process_time()
        for text in texts:
            find(text)
        taken.append(time.process_time() - begun)
    return min(taken) / len(texts) * 1e6


def kept_by_camille():
    """A vault with a value of each kind."""
    return Vault([kept(f"v{number}", one.kind, one.value, KEYED) for number, one in enumerate(WRITTEN)], KEYED)


def test_a_post_is_compared_to_a_vault_at_the_same_cost(record_property):
    find = kept_by_camille().find
    bare = [text for text in SENTENCES if not any(letter.isdigit() for letter in text)]
    given = [form for one in WRITTEN for form in one.forms]
    without, holding = cost(bare, find), cost(given, find)
    record_property("without a digit", f"{without:.1f} µs")
    record_property("with something of the vault", f"{holding:.1f} µs")
    assert without <= BUSY * WITHOUT
    assert holding <= BUSY * WITH


def test_a_post_costs_little_and_one_that_discloses_something_not_much_more(record_property):
    bare = [text for text in SENTENCES if len(sight(text).seen) == 1]
    without, disclosing = cost(bare), cost(DISCLOSED * 50)
    longest = ["0 " * 2_000, "0 " * 20_000]
    short, long = cost(longest[:1]), cost(longest[1:])
    record_property("without a candidate", f"{without:.1f} µs")
    record_property("with", f"{disclosing:.1f} µs")
    record_property("ten times as long", f"× {long / short:.1f}")
    assert without <= BUSY * WITHOUT
    assert disclosing <= BUSY * WITH
    assert long < 20 * short
