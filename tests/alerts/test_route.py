"""At night my telephone is quiet, but for danger."""

from datetime import UTC, datetime

import pytest

from bot.alerts.route import leaves
from bot.model.reason import Reason, Severity
from bot.model.shield import Contact, Quiet

NIGHT = Contact(name="camille/phone", quiet=Quiet(since=22 * 60, to=7 * 60 + 30))
NOON = Contact(name="camille/phone", quiet=Quiet(since=12 * 60, to=14 * 60))
ZONE = "Europe/Paris"


def at(day, hour, minute=0, month=6):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("contact", "now", "then"),
    [
        (NIGHT, at(1, 19, 59), at(1, 19, 59)),  # 21:59 in Paris, in summer
        (NIGHT, at(1, 20), at(2, 5, 30)),
        (NIGHT, at(1, 23), at(2, 5, 30)),
        (NIGHT, at(2, 5, 29), at(2, 5, 30)),
        (NIGHT, at(2, 5, 30), at(2, 5, 30)),
        (NOON, at(1, 9, 59), at(1, 9, 59)),
        (NOON, at(1, 10), at(1, 12)),
        (NOON, at(1, 12), at(1, 12)),
        (NIGHT, at(28, 22, month=3), at(29, 5, 30, month=3)),  # the night on which summer time begins
        (NIGHT, at(24, 21, month=10), at(25, 6, 30, month=10)),  # and ends
        (Contact(name="camille/mail"), at(1, 23), at(1, 23)),
    ],
)
def test_what_can_wait_waits_until_my_morning_by_my_clock(contact, now, then):
    assert leaves(contact, Severity.HIGH, ZONE, now) == then


def test_danger_rings_at_any_hour():
    assert leaves(NIGHT, Severity.URGENT, ZONE, at(1, 23)) == at(1, 23)


def test_a_channel_that_is_for_some_reasons_is_not_told_at_once_of_others():
    some = Contact(name="camille/phone", reasons=frozenset({Reason.VIOLENCE_THREATS}))
    assert some.takes(Severity.HIGH, (Reason.HATE, Reason.VIOLENCE_THREATS))
    assert not some.takes(Severity.HIGH, (Reason.HATE,))
    assert not some.takes(Severity.MEDIUM, (Reason.VIOLENCE_THREATS,))
    assert Contact(name="camille/mail").takes(Severity.HIGH, ())
