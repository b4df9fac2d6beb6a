"""What others carry for me comes back as I gave it, for the same use, in time, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Unproven
from bot.evidence.seal import Seal

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def test_what_i_sealed_opens_for_its_use_until_its_time():
    seal = Seal()
    sealed = seal.close("joining", b"word", LATER)
    assert seal.open("joining", sealed, NOW) == b"word"
    assert b"word" not in sealed
    assert seal.close("joining", b"word", LATER) != sealed
    for what, given, now in (
        ("joining", sealed, LATER),
        ("passkey:", sealed, NOW),
        ("joining", sealed[:-1], NOW),
        ("joining", b"", NOW),
        ("joining", bytes(24), NOW),
        ("joining", Seal().close("joining", b"word", LATER), NOW),
    ):
        with pytest.raises(Unproven):
            seal.open(what, given, now)
