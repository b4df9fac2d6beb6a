"""How the shield stands, for machines that watch: Prometheus' text, with counts and no content."""

import hmac
from collections.abc import Iterator
from functools import partial
from typing import Final

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.shield.overview import Health, Standing, overview
from bot.web.house import House

BEARER: Final = "Bearer "
Sample = tuple[str, str, dict[str, str], float]
"""Name, what it says, labels, value."""


async def metrics(house: House, request: Request) -> Response:
    """The figures, for who has the token of `[web] metrics`; nothing is here for anybody else."""
    secret = house.current().web.metrics
    sent = request.headers.get("authorization", "")
    if secret is None or not hmac.compare_digest(sent.encode(), f"{BEARER}{secret.reveal()}".encode()):
        raise HTTPException(404)
    content = await run_in_threadpool(partial(_figures, house))
    return Response(content, media_type=CONTENT_TYPE_LATEST)


def _figures(house: House) -> bytes:
    now = house.now()
    found = overview(house.store, house.current(), now)
    registry = CollectorRegistry()
    gauges: dict[str, Gauge] = {}
    samples = [*_health(found.health), *(one for person in found.people for one in _person(person))]
    for name, about, labels, value in samples:
        gauge = gauges.get(name) or Gauge(name, about, list(labels), registry=registry)
        gauges[name] = gauge
        (gauge.labels(**labels) if labels else gauge).set(value)
    return generate_latest(registry)


def _health(up: Health) -> Iterator[Sample]:
    yield "rempart_up", "Whether a shield is at work and hears everything.", {}, float(up.well)
    for pulse in up.beat.sources if up.beat and up.running else ():
        labels = {"source": pulse.source}
        yield "rempart_stream_reading", "Whether a source is being read.", labels, float(pulse.state == "reading")
        if pulse.lag is not None:
            about = "Seconds from the server to the decision, of the latest mention."
            yield "rempart_stream_lag_seconds", about, labels, pulse.lag.total_seconds()


def _person(one: Standing) -> Iterator[Sample]:
    who = {"person": one.name}
    for status, n in one.actions.items():
        yield "rempart_actions", "Actions ever ordered, by how they stand.", who | {"status": status}, n
    for status, n in one.alerts.items():
        yield "rempart_alerts", "Alerts ever planned, by how they stand.", who | {"status": status}, n
    for severity, n in one.mentions.items():
        yield "rempart_mentions_day", "Mentions of the last 24 hours.", who | {"severity": severity}, n
    yield "rempart_waiting", "Mentions that wait for a human.", who, one.waiting
    yield "rempart_entries", "Entries of the chain of evidence.", who, one.entries
    for name, used in {"hour": one.hour, "day": one.day}.items():
        yield "rempart_budget_used", "Automatic actions within a limit.", who | {"limit": name}, used.used
        yield "rempart_budget_limit", "The limit.", who | {"limit": name}, used.limit
    for number, sight in enumerate(one.coverage, start=1):
        labels = who | {"account": f"{sight.account.split(':')[0]} {number}"}
        yield "rempart_coverage_day", "Share of the last 24 hours that was seen.", labels, sight.day
