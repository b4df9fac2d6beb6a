"""An alert reaches me, or it is tried again; and the address that it goes to is shown to nobody."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.alerts.apprise import AppriseChannel
from bot.alerts.compose import mention_alert
from bot.alerts.port import Channel
from bot.errors import ConfigError, TryLater
from bot.model.reason import Severity
from tests.alerts.recording import RecordingChannel
from tests.alerts.samples import person, summary

ALERT = mention_alert("a1", person(), summary(severity=Severity.URGENT))
SECRET = "s3cr3t-t0ken"


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)


class Server:
    """A service on this machine that takes alerts as JSON, or does not."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        self.status = 200
        self.slow = 0.0

    async def take(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self.slow)
        self.taken.append(json.loads(await request.read()))
        return web.Response(status=self.status, text="<html>no</html>")


@pytest.fixture
async def server(unused_port: int) -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_post("/{path:.*}", server.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_port).start()
    yield server
    await runner.cleanup()


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def channel(port: int, query: str = "", **changed) -> AppriseChannel:
    url = f"json://camille:{SECRET}@127.0.0.1:{port}/{SECRET}?x={SECRET}{query}"
    return AppriseChannel("camille/alert/1", url, Severity.HIGH, **changed)


@pytest.fixture(params=["recording", "apprise"])
def any_channel(request: pytest.FixtureRequest, server: Server, unused_port: int) -> Channel:
    return channel(unused_port) if request.param == "apprise" else RecordingChannel("camille/alert/1", Severity.HIGH)


async def test_every_channel_takes_an_alert_and_knows_its_name_and_threshold(any_channel: Channel):
    assert (any_channel.name, any_channel.above) == ("camille/alert/1", Severity.HIGH)
    await any_channel.send(ALERT)


async def test_a_recording_keeps_all_that_was_sent_in_order():
    recording = RecordingChannel("demo")
    other = mention_alert("a2", person(), summary())
    await recording.send(ALERT)
    await recording.send(other)
    assert recording.sent == [ALERT, other]


async def test_my_service_gets_title_and_body_and_nothing_else_of_the_mention(server, unused_port):
    await channel(unused_port).send(ALERT)
    (taken,) = server.taken
    assert taken["title"] == ALERT.title
    assert taken["message"] == ALERT.body
    assert taken["type"] == "failure"
    assert summary().uri not in json.dumps(taken)


@pytest.mark.parametrize(
    ("severity", "shown"),
    [(Severity.URGENT, "failure"), (Severity.HIGH, "warning"), (Severity.MEDIUM, "info"), (Severity.LOW, "info")],
)
async def test_what_is_grave_is_shown_as_grave(server, unused_port, severity, shown):
    await channel(unused_port).send(mention_alert("a1", person(), summary(severity=severity)))
    assert server.taken[0]["type"] == shown


async def test_signs_that_mean_something_to_machines_arrive_as_they_are(server, unused_port):
    alert = mention_alert("a1", person(), summary(rules=("<b>*gras*</b> \\n :smile: & {x} %s",)))
    await channel(unused_port).send(alert)
    assert server.taken[0]["message"] == alert.body


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
async def test_a_service_that_refuses_is_tried_again(server, unused_port, status, caplog, capfd):
    server.status = status
    with pytest.raises(TryLater, match="camille/alert/1: the service did not take") as caught:
        await channel(unused_port).send(ALERT)
    silent(caught, caplog, capfd)


async def test_a_service_that_is_down_is_tried_again(unused_port, caplog, capfd):
    with pytest.raises(TryLater, match="did not take") as caught:
        await channel(unused_port).send(ALERT)
    silent(caught, caplog, capfd)


async def test_a_service_that_does_not_answer_is_given_up_on_and_tried_again(server, unused_port, caplog, capfd):
    server.slow = 1.0
    with pytest.raises(TryLater, match=r"no answer within 0\.2 seconds") as caught:
        await channel(unused_port, patience=0.2).send(ALERT)
    silent(caught, caplog, capfd)
    with pytest.raises(TryLater, match="did not take") as caught:
        await channel(unused_port, query="&rto=0.2").send(ALERT)
    silent(caught, caplog, capfd)
    await asyncio.sleep(1)  # the worker thread of the first sending ends


async def test_while_a_service_is_slow_the_shield_goes_on(server, unused_port):
    server.slow = 1.0
    sending = asyncio.create_task(channel(unused_port).send(ALERT))
    longest = 0.0
    while not sending.done():
        before = asyncio.get_running_loop().time()
        await asyncio.sleep(0.005)
        longest = max(longest, asyncio.get_running_loop().time() - before)
    await sending
    assert longest < server.slow / 2


@pytest.mark.parametrize(
    "url",
    [
        "",
        SECRET,
        f"nosuchservice://{SECRET}",
        f"json://{SECRET}:{SECRET}:{SECRET}@",
        f"tgram://{SECRET}/",
        f"https://{SECRET}.test/{SECRET}",
        f"ntfy://{SECRET}?mode={SECRET}\x00",
        f"mailto://{SECRET}",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_by_the_channels_name_only(url, caplog, capfd):
    with pytest.raises(ConfigError, match="channel camille/alert/1") as caught:
        AppriseChannel("camille/alert/1", url, Severity.HIGH)
    silent(caught, caplog, capfd)


async def test_the_address_does_not_show_when_all_goes_well_either(server, unused_port, caplog, capfd):
    sending = channel(unused_port)
    await sending.send(ALERT)
    assert SECRET not in f"{sending!r}{sending}{vars(sending)}"
    assert SECRET not in caplog.text
    assert SECRET not in "".join(capfd.readouterr())


def test_who_sends_nothing_does_not_wait_for_the_library():
    looked = "import sys, bot.alerts.apprise; print('apprise' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("url", "service", "most"),
    [
        ("ntfy://ntfy.test/camille", "NotifyNtfy", 10),
        ("mailto://camille:pantoufle@mail.test", "NotifyEmail", 20),
        ("kodi://maison.test", "NotifyXBMC", 10),
        ("https://ntfy.sh/camille", "NotifyNtfy", 1_000),
    ],
)
def test_of_two_hundred_services_only_mine_takes_memory(url, service, most):
    looked = """
import logging, sys
logging.disable()
import apprise
from bot.alerts.services import instantiate
print(type(instantiate(sys.argv[1], apprise.AppriseAsset())).__name__)
print(sum(name.startswith("apprise.plugins.") for name in sys.modules))
"""
    ran = subprocess.run([sys.executable, "-c", looked, url], capture_output=True, text=True, check=True)
    found, loaded = ran.stdout.split()
    assert found == service
    assert int(loaded) <= most


def silent(caught: pytest.ExceptionInfo[Exception], caplog, capfd) -> None:
    """Nothing that was said, logged or kept in the error shows the address."""
    error: BaseException | None = caught.value
    while error is not None:
        assert SECRET not in f"{error!r}{error}"
        assert error.__suppress_context__ or error.__context__ is None
        error = error.__cause__
    assert SECRET not in caplog.text
    assert SECRET not in "".join(capfd.readouterr())
