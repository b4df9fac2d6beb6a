"""A server that fails is called again when it says, and one that refuses is not."""

import asyncio
import hashlib
import json
from datetime import timedelta

import pytest

from bot.errors import Gone, Refused, TryLater, Unauthorized
from bot.model.action import Mute, Order, Report
from bot.model.reason import Reason, Severity
from bot.platforms.bluesky import refusals, xrpc
from tests.platforms.bluesky.doubles import Pds, platform, refused, running
from tests.platforms.bluesky.parts import CAMILLE, NOON, TROLL, OpenSafe, Watch

PROFILE = "app.bsky.actor.getProfile"


@pytest.fixture
async def pds():
    async with running(Pds()) as server:
        yield server


@pytest.fixture
async def bluesky(pds):
    made = platform(pds)
    yield made
    await made.close()


def order(action=None, **more):
    return Order(
        **{
            "id": "0",
            "person": "camille",
            "by": f"bluesky:{CAMILLE}",
            "action": action or Mute(),
            "subject": f"bluesky:{TROLL}",
            "subject_id": TROLL,
            "uri": f"at://{TROLL}/app.bsky.feed.post/3l",
            "revision": "bafy",
            "rule": "a rule",
            "reason": Reason.HATE,
            "severity": Severity.HIGH,
            "decided_at": NOON,
            "received_at": NOON,
        }
        | more
    )


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refused(429, "RateLimitExceeded"), TryLater),
        (refused(500), TryLater),
        (refused(502, "UpstreamFailure"), TryLater),
        (refused(503), TryLater),
        (refused(501, "MethodNotImplemented"), Refused),
        (refused(400, "InvalidRequest", "Profile not found"), Gone),
        (refused(400, "AccountTakedown"), Gone),
        (refused(400, "InvalidRequest", "actor must be a DID"), Refused),
        (refused(400, "RecordNotFound"), Gone),
        (refused(404), Gone),
        (refused(403, "Forbidden"), Refused),
        (refused(401, "AuthMissing"), Unauthorized),
        (refused(302, Location="http://127.0.0.1:9/"), Refused),
        ((200, {"Content-Type": "text/html"}, "<html>maintenance</html>"), TryLater),
        ((200, {}, b"\xff"), TryLater),
        ((200, {}, "[" * 100_000), TryLater),
        ((500, {"Content-Type": "text/html"}, "<html>"), TryLater),
    ],
)
async def test_each_refusal_is_taken_for_what_it_means(pds, bluesky, answer, error):
    pds.answers[PROFILE] = answer
    with pytest.raises(error) as raised:
        await bluesky.prior(order())
    assert type(raised.value) is error or issubclass(type(raised.value), error)
    assert "actor must" not in str(raised.value), "the server's words may quote an author"


async def test_the_time_the_server_asks_for_is_kept(pds):
    watch = Watch()
    made = platform(pds, clock=watch)
    epoch = str(int((NOON + timedelta(seconds=90)).timestamp()))
    for headers, after in (
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "Sat, 21 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"RateLimit-Reset": epoch, "RateLimit-Remaining": "0"}, 90.0),
        ({"RateLimit-Reset": "soon"}, None),
        ({}, None),
    ):
        pds.answers[PROFILE] = refused(429, "RateLimitExceeded", **headers)
        with pytest.raises(TryLater) as raised:
            await made.prior(order())
        assert raised.value.after == after
    await made.close()


async def test_a_server_that_is_away_is_tried_later():
    away = Pds()
    away.url = "http://127.0.0.1:9"
    made = platform(away)
    with pytest.raises(TryLater):
        await made.relations()
    await made.close()


async def test_a_server_that_stalls_is_tried_later(pds, bluesky, monkeypatch):
    monkeypatch.setattr(xrpc, "SECONDS", 0.3)

    async def stall(_request):
        await asyncio.sleep(5)

    pds.answers[PROFILE] = stall
    with pytest.raises(TryLater, match="TimeoutError"):
        await bluesky.prior(order())


async def test_an_endless_answer_is_not_read_to_its_end(pds, bluesky, monkeypatch):
    monkeypatch.setattr(xrpc, "LARGEST", 1000)
    pds.answers[PROFILE] = (200, {}, b"x" * 100_000)
    with pytest.raises(TryLater, match="larger than 1000 bytes"):
        await bluesky.prior(order())


async def test_a_server_may_not_send_us_to_another_machine_without_https(pds):
    session = pds.session() | {
        "didDoc": {
            "@context": ["https://www.w3.org/ns/did/v1"],
            "id": CAMILLE,
            "service": [
                {
                    "id": "#atproto_pds",
                    "type": "AtprotoPersonalDataServer",
                    "serviceEndpoint": "http://169.254.169.254",
                }
            ],
        }
    }
    pds.answers["com.atproto.server.createSession"] = (200, {"Content-Type": "application/json"}, json.dumps(session))
    made = platform(pds)
    with pytest.raises(Refused, match="not contacted"):
        await made.relations()
    await made.close()


async def test_the_login_works_while_the_view_is_down(pds, bluesky):
    pds.answers[PROFILE] = refused(502, "UpstreamFailure")
    await bluesky.perform(order())
    assert pds.count("app.bsky.graph.muteActor") == 1


async def test_logins_are_counted_and_stop_before_the_server_locks_the_person_out(pds):
    pds.answers["com.atproto.server.createSession"] = refused(401, "AuthenticationRequired", "Invalid password")
    safe, watch = OpenSafe(), Watch()
    made = platform(pds, safe=safe, clock=watch)
    for _ in range(20):
        with pytest.raises(Unauthorized):
            await made.relations()
    with pytest.raises(TryLater) as raised:
        await made.relations()
    assert 0 < raised.value.after <= 360
    assert pds.count("com.atproto.server.createSession") == 20
    await made.close()


async def test_many_calls_at_once_log_in_once(pds, bluesky):
    await asyncio.gather(*(bluesky.relations() for _ in range(5)))
    assert pds.logins == 1


async def test_what_the_safe_holds_of_another_making_is_replaced(pds):
    safe = OpenSafe()
    first = platform(pds, safe=safe)
    await first.relations()
    await first.close()
    (name,) = [name for name in safe.kept if name.endswith("/session")]
    digest = hashlib.sha256(b"app-password").hexdigest()
    safe.put(name, json.dumps({"password": digest, "session": "nonsense"}).encode())
    second = platform(pds, safe=safe)
    await second.relations()
    await second.close()
    assert pds.logins == 2


async def test_no_secret_is_shown(pds, bluesky):
    await bluesky.relations()
    assert "app-password" not in repr(bluesky) + repr(vars(bluesky)) + repr(bluesky._login)
    for nsid, _, text in pds.asked:
        assert ("app-password" in text) == (nsid == "com.atproto.server.createSession")


async def test_an_older_service_is_told_in_its_own_words(pds, bluesky):
    def older(request):
        nonlocal told
        told.append(1)
        return refused(400, "InvalidRequest") if len(told) == 1 else (200, {}, '{"id": 5}')

    told = []
    pds.answers["com.atproto.moderation.createReport"] = older
    assert await bluesky.perform(order(Report(comment="x" * 5000))) == "5"
    bodies = [text for nsid, _, text in pds.asked if nsid == "com.atproto.moderation.createReport"]
    assert "tools.ozone.report.defs#reasonHarassmentHateSpeech" in bodies[0]
    assert "com.atproto.moderation.defs#reasonRude" in bodies[1]
    assert "x" * 2000 in bodies[0]
    assert "x" * 2001 not in bodies[0]


def test_every_reason_is_one_that_ozone_knows():
    from atproto import models

    from bot.platforms.bluesky.report import NAMES, OLDER, OZONE

    assert set(NAMES) == set(Reason)
    for ozone, older in NAMES.values():
        assert getattr(models.ToolsOzoneReportDefs, f"Reason{ozone}").__args__ == (f"{OZONE}{ozone}",)
        assert getattr(models.ComAtprotoModerationDefs, f"Reason{older}") is not None
        assert OLDER


def test_the_servers_own_word_is_shown_only_where_it_is_a_word():
    raw = b'{"error": "<script>", "message": "secret"}'
    shown = str(refusals.refusal(400, {}, raw, "x.y", NOON))
    assert shown == "x.y: the server answered 400."
