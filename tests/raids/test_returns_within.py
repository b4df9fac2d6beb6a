"""In the middle of a raid somebody seems to be back: it can be read, and only a forbidden return rings."""

import pytest

from tests.links.scenes import FACE
from tests.raids.days import HOSTILE, crowd, day, moment, post, titles

OURS = {"avatar": FACE, "created_at": "2026-01-01T00:00:00Z"}


def raided(*before):
    """He was muted, then came back among forty who are hostile."""
    return day(
        post(-900, "veilleur", "Je vais te retrouver et te tuer", about={"avatar": FACE}),
        *before,
        *crowd(HOSTILE, 40, 400),
        post(350, "grandphare", "Tu croyais que j'étais parti ?", about=OURS),
    )


@pytest.mark.parametrize("forbidden", [False, True])
def test_a_return_in_the_middle_of_a_raid_rings_only_where_it_is_forbidden(forbidden):
    lasting = {"at": moment(-600), "until": moment(30 * 86_400)}
    ban = {"event": "restriction", "person": ["did:plc:veilleur"], "kind": "court_ban"} | lasting
    result = raided(*([ban] if forbidden else []))
    assert ["did:plc:veilleur", "did:plc:grandphare"] in [one["accounts"] for one in result["links"]]
    assert bool(titles(result, "retour", " back")) is forbidden
