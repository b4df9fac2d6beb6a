"""In a flood I am heard first: only a few newcomers are looked at at one moment, the others with a later post."""

import pytest

from bot.links import finding
from tests.links.scenes import AGAIN, DAY, FACE, HOUR, THREAT, says
from tests.links.test_order import Shielded

HE, BACK = "did:plc:veilleur", "did:plc:grandphare"
SYLLABLES = ("ba", "cou", "di", "fro", "gli", "jeu", "lon", "mi", "nar", "pou", "ri", "sou", "ta", "vi", "zo", "clé")


def crowd(count: int) -> list[dict[str, object]]:
    """So many people who have nothing in common, all at one moment."""
    names = [f"{one}{two}{three}" for one in SYLLABLES for two in SYLLABLES for three in SYLLABLES[:4]]
    return [says(DAY, f"did:plc:{name}", f"Bonjour, ici {name}", number) for number, name in enumerate(names[:count])]


def back(number: int) -> dict[str, object]:
    return says(DAY + HOUR * number, BACK, AGAIN[number], number, avatar=FACE, created_at="2026-01-02T00:00:00Z")


@pytest.mark.parametrize(("before", "found"), [(10, 1), (finding.LOOKS // 2, 1), (finding.LOOKS, 0)])
def test_who_comes_back_among_a_few_is_seen_at_once_and_in_a_crowd_later(tmp_path, before, found):
    shielded = Shielded(f"sqlite:///{tmp_path}/links.db")
    try:
        shielded.take([says(0, HE, THREAT["fr"], avatar=FACE)], 1)
        at_once = shielded.take([*crowd(before), back(0)], finding.FLOOD)
        later = shielded.take([back(1), back(2)], 1)
    finally:
        shielded.store.close()
    assert len(at_once) == found
    assert {(one, account) for one, account, *_ in later} == {(f"bluesky:{HE}", f"bluesky:{BACK}")}


def test_in_a_flood_half_as_many_are_looked_at_and_whoever_comes_back_is_found_with_the_third_post(tmp_path):
    shielded = Shielded(f"sqlite:///{tmp_path}/links.db")
    strangers = crowd(finding.FLOOD)
    place = finding.LOOKS // 2
    try:
        shielded.take([says(0, HE, THREAT["fr"], avatar=FACE)], 1)
        flood = [*strangers[:place], back(0), *strangers[place:]]
        assert shielded.take(flood, len(flood)) == set()
        (found,) = shielded.take([back(1), back(2)], 1)
    finally:
        shielded.store.close()
    assert found[:2] == (f"bluesky:{HE}", f"bluesky:{BACK}")
