"""Everything that real servers were recorded to send is either read, or set aside with its reason."""

from collections import Counter
from datetime import UTC, datetime

import msgspec
import pytest

from bot.errors import Malformed
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.mention import Kind, Mention, Via
from bot.platforms.mastodon.frames import EventLines, message
from bot.platforms.mastodon.normalise import normalise
from tests.platforms.mastodon import recordings

AT = datetime(2026, 11, 21, tzinfo=UTC)
HOMES = {"mastodon": "localhost:3000", "gts": "localhost:8080", "snac": "localhost:8001"}
HANDLES = {"mastodon": "mastodonpy_test", "gts": "figure", "snac": "figure"}


OTHER = "neither a notification (it has no type) nor a status (it has no content)"
PAGE = "the JSON cannot be read"
"""Pages of HTML, whole streams, answers that are no objects."""
EXPECTED = {
    "mastodon": {"mention": 46, "nothing": 89, OTHER: 355, PAGE: 8},
    "gts": {"mention": 63, "nothing": 11, OTHER: 38, PAGE: 1},
    "snac": {"mention": 42, "nothing": 17, OTHER: 10, PAGE: 16},
}


def protected(server: str) -> tuple[str, dict[str, Protected]]:
    home = HOMES[server]
    account = Account(platform="mastodon", id=recordings.ME[server], home=home, handle=f"{HANDLES[server]}@{home}")
    return account.key, {account.key: Protected(name="camille", accounts=(account,))}


def read(server: str, raw: bytes, beside: bytes = b"") -> tuple[str, tuple[Mention, ...]]:
    """What becomes of one payload: `mention`, `nothing`, or the reason it is set aside; and the mentions."""
    key, people = protected(server)
    arrival = Arrival(source="t", platform="mastodon", via=Via.POLL, at=AT, raw=raw, beside=beside, account=key)
    try:
        events = normalise(arrival, people)
    except Malformed as error:
        return str(error).partition(":")[0], ()
    mentions = tuple(event for event in events if isinstance(event, Mention))
    return "mention" if mentions else "nothing", mentions


def elements(recorded: recordings.Recorded) -> list[tuple[bytes, bytes]]:
    """The payloads in a response, with what a source lays beside them: elements of a list, groups of a v2 page."""
    body = bytes(recorded.body)
    if recorded.path == "/api/v2/notifications":
        page = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        statuses = {one["id"]: one for one in msgspec.json.decode(page["statuses"])}
        found = msgspec.json.decode(page["notification_groups"], type=list[msgspec.Raw])
        known = [msgspec.json.decode(group)["status_id"] for group in found]
        return [
            (bytes(group), msgspec.json.encode({"status": statuses[status]}))
            for group, status in zip(found, known, strict=True)
        ]
    if body.startswith(b"["):
        return [(bytes(one), b"") for one in msgspec.json.decode(body, type=list[msgspec.Raw])]
    return [(body, b"")]


def test_every_recorded_payload_is_read_or_set_aside_with_its_reason():
    outcomes = {"mastodon": Counter(), "gts": Counter(), "snac": Counter()}
    every = [*recordings.mastodon(), *(one for server in ("gts", "snac") for _, one in recordings.others(server))]
    for recorded in every:
        for raw, beside in elements(recorded):
            outcomes[recorded.server][read(recorded.server, raw, beside)[0]] += 1
    assert outcomes == {
        "mastodon": Counter(EXPECTED["mastodon"]),
        "gts": Counter(EXPECTED["gts"]),
        "snac": Counter(EXPECTED["snac"]),
    }


def test_every_recorded_mention_notification_becomes_a_mention():
    wanted = found = 0
    for server in ("gts", "snac"):
        for name, recorded in recordings.others(server):
            if not name.startswith("notifications"):
                continue
            for raw, _ in elements(recorded):
                wanted += msgspec.json.decode(raw)["type"] == "mention"
                found += read(server, raw)[0] == "mention"
    assert wanted == found > 50


def test_the_recorded_streams_bring_their_mentions_and_nothing_else():
    brought = Counter()
    for whole in recordings.streams():
        for frame in EventLines().feed(whole):
            if frame.event in {"notification", "status.update"}:
                brought[frame.event, read("mastodon", frame.data)[0]] += 1
    for raw in recordings.frames():
        frame = message(raw)
        if frame.event == "notification":
            brought["gotosocial", read("gts", frame.data)[0]] += 1
    assert brought == {
        ("notification", "mention"): 2,
        ("status.update", "nothing"): 1,
        ("gotosocial", "mention"): 7,
        ("gotosocial", "nothing"): 2,
    }


def test_gotosocial_what_she_was_sent_is_what_is_kept():
    found = {
        mention.native: mention
        for name, recorded in recordings.others("gts")
        if name == "notifications"
        for raw, _ in elements(recorded)
        for mention in read("gts", raw)[1]
    }
    direct = found["01M7ZJE8TVJYDVZ6P3MHWMYMJB"]
    assert direct.kind is Kind.DIRECT
    reply = found["01M7ZJE9EDHXYGGVWAQTKN5W1T"]
    assert (reply.kind, reply.parent) == (Kind.REPLY, "mastodon:localhost:8080/01M7ZJE9CQBPJ7MRY3FY800840")
    edited = found["01M7ZJE8SRYJVJJTPHD8Q1ZCZW"]
    assert edited.edited
    assert edited.revision == "2026-11-21T17:28:39.154000Z"
    warned = found["01M7ZJE8W0MV6GGZPT5BS39VH2"]
    assert warned.text.startswith("regardez\n@figure @friend")
    assert warned.others == ("01C1FJ8K82DJWCNHZ4J7PHMG0J",)


def test_snac_numbers_mentions_and_their_handles_are_kept_instead():
    found = {
        mention.native: mention
        for name, recorded in recordings.others("snac")
        if name == "notifications"
        for raw, _ in elements(recorded)
        for mention in read("snac", raw)[1]
    }
    assert found["17952820870e806226648ef1d155d12078a2f32114"].others == ("friend@localhost:8001",)
    assert found["1795282087aab6e85cef4212ee6273409ef3ee3430"].kind is Kind.REPLY


@pytest.mark.parametrize("flavour", ["gts", "snac"])
def test_an_author_is_known_by_their_full_handle(flavour):
    for name, recorded in recordings.others(flavour):
        if name == "notifications":
            for raw, _ in elements(recorded):
                for mention in read(flavour, raw)[1]:
                    assert mention.author.handle.count("@") == 1
                    assert mention.author.home == HOMES[flavour]
