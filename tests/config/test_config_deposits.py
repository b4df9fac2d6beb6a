"""Where my checkpoints are left is read with care: an authority without a certificate could be anybody."""

import pytest

from bot.config import Unusable
from bot.config.deposits import Authority, name_of
from bot.shield.live import places
from tests.config.conftest import USABLE
from tests.doubles.authority import some_certificate

TWO = """
[[deposit]]
kind = "rfc3161"
url = "https://stamps.test/tsr"
certificate = "authority.pem"

[[deposit]]
kind = "opentimestamps"
url = "https://calendar.test"
name = "the calendar"
"""


@pytest.fixture
def certified(place):
    (place.folder / "authority.pem").write_bytes(some_certificate())
    return place


def test_authorities_and_calendars_are_read(certified):
    config = certified.load(USABLE + TWO)
    authority, calendar = config.deposits
    assert isinstance(authority, Authority)
    assert [name_of(one) for one in (authority, calendar)] == ["stamps.test", "the calendar"]
    assert {name: place.kind for name, place in places(config).items()} == {
        "stamps.test": "rfc3161",
        "the calendar": "opentimestamps",
    }


def test_nothing_is_left_anywhere_unless_i_say_where(place):
    assert places(place.load()) == {}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('certificate = "authority.pem"', "", 'certificate: is missing; add certificate = "authority.pem"'),
        ("authority.pem", "nowhere.pem", "cannot be read; put the certificate of the authority's root there"),
        ("authority.pem", "config.toml", "holds no certificate"),
        ('"authority.pem"', "7", "must be a file"),
        ("https://stamps.test/tsr", "ftp://stamps.test", 'write "https://service.example/path"'),
        ("https://stamps.test/tsr", "https://127.0.0.1/tsr", "names a machine inside this network"),
        ("https://stamps.test/tsr", "https://me:secret@stamps.test/tsr", "without name, password or query"),
        ('kind = "rfc3161"', 'kind = "notary"', "must be one of"),
        ('kind = "rfc3161"', "", 'kind is missing; add kind = "rfc3161"'),
        ("the calendar", "stamps.test", "another deposit has this name"),
    ],
)
def test_what_cannot_be_used_is_told_with_what_to_write(certified, old, new, said):
    with pytest.raises(Unusable) as refused:
        certified.load(USABLE + TWO.replace(old, new))
    assert said in str(refused.value)
    assert "secret@" not in str(refused.value)


def test_a_table_that_may_stand_there_several_times_is_written_with_two_brackets(place):
    with pytest.raises(Unusable, match="two brackets"):
        place.load(USABLE + '[deposit]\nkind = "opentimestamps"\nurl = "https://calendar.test"\n')
