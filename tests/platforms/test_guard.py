"""Nothing inside a private network is contacted, whatever name or document leads there."""

from datetime import UTC, datetime

import pytest

from bot.errors import Refused
from bot.platforms.bluesky.xrpc import Xrpc
from bot.platforms.guard import refuse_private, refuse_public

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "192.168.0.1",
    "169.254.169.254",
    "::1",
    "fe80::1%eth0",
    "::ffff:10.0.0.1",
    "0.0.0.0",
    "::127.0.0.1",
    "fec0::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address):
    with pytest.raises(Refused):
        refuse_private(address)


def test_public_addresses_are_not():
    refuse_private("93.184.215.14")
    refuse_private("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    refuse_private("64:ff9b::808:808")  # how a network without IPv4 reaches 8.8.8.8


def test_the_setting_for_tests_reaches_this_machine_and_nothing_else():
    refuse_public("127.0.0.1")
    with pytest.raises(Refused):
        refuse_public("93.184.215.14")


@pytest.mark.parametrize("url", ["https://127.0.0.1/xrpc/x", "https://localhost/xrpc/x", "https://[::1]:8443/xrpc/x"])
async def test_a_bluesky_server_cannot_lead_us_inside(url):
    xrpc = Xrpc("https://pds.test", lambda: datetime.now(UTC))
    try:
        with pytest.raises(Refused):
            await xrpc.send("GET", url)
    finally:
        await xrpc.close()
