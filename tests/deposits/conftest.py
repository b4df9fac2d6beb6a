"""A time-stamping authority and a calendar on this machine."""

import pytest
import pytest_asyncio
from cryptography import x509

from bot.deposits.opentimestamps import OpenTimestamps
from bot.deposits.rfc3161 import Rfc3161
from tests.doubles.authority import Authority
from tests.doubles.calendar import Calendar


@pytest.fixture(scope="session")
def certified(tmp_path_factory):
    """An authority with its certificates, which take a moment to make; it serves nobody yet."""
    return Authority(tmp_path_factory.mktemp("authority") / "one")


@pytest_asyncio.fixture
async def authority(certified):
    certified.faults.clear()
    certified.asked = 0
    await certified.start()
    yield certified
    await certified.stop()


@pytest_asyncio.fixture
async def calendar():
    calendar = Calendar()
    await calendar.start()
    yield calendar
    await calendar.stop()


@pytest.fixture
def roots(certified):
    return x509.load_pem_x509_certificates(certified.certificate.read_bytes())


@pytest.fixture
def stamping(authority, roots):
    return Rfc3161("authority", authority.url, roots, loopback=True)


@pytest.fixture
def gathering(calendar):
    return OpenTimestamps("calendar", calendar.url, loopback=True)
