"""Every table has its place in a backup and in an erasure: one that is added must be thought of in both."""

from bot.backups.export import TABLES
from bot.store import dump, whole
from bot.store.schema import metadata

HANGING = {"portrait_key", "session", "entrance", "glance", "passkey"}
"""What goes with a row of another table."""
STAYS = {"entry", "exhibit", "checkpoint", "deposit", "person", "signer", "safe", "cursor", "exhibit_key", "legal_hold"}
"""With a whole person that is erased: what proves, what is emptied, and what is about no person."""


def test_every_table_has_its_place_in_a_backup():
    places = (*dump.PLAIN, *dump.WITHOUT, *dump.BY_EXHIBIT, *dump.BY_POST, *dump.BY_ACCOUNT, *dump.BY_SUBJECT)
    assert sorted((*places, *dump.KEYS, *dump.LEFT)) == sorted(metadata.tables)


def test_every_table_about_somebody_goes_with_them():
    assert {*whole.ABOUT_PERSON, "delivery"} | HANGING | STAYS == set(metadata.tables)


def test_all_that_is_about_somebody_is_theirs_to_read():
    assert set(TABLES) == {*whole.ABOUT_PERSON, "delivery", "legal_hold"} - {
        "sketch",
        "crowd",
        "face",
        "work",
        "token",
        "letter",
        "kin",
    }  # of which nobody could read
