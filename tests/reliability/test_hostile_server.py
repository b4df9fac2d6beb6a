"""A server that answers anything but what it should, and posts that hold anything: a real shield goes on."""

import json

from tests.reliability.lives import Lives
from tests.reliability.parts import Place, eventually

CANARY = "kanarienvogel"
FAULTS = [
    {"kind": "html"},
    {"kind": "html", "status": 503},
    {"kind": "body", "text": "[" * 100_000},
    {"kind": "body", "text": '{"error": 5}'},
    {"kind": "status", "status": 500},
    {"kind": "drop"},
    {"kind": "ratelimit", "headers": {"Retry-After": "1"}},
]
TEXTS = [
    f"@figure \0 {CANARY}",
    f"@figure {CANARY} " + "mot " * 200_000,
    f"@figure \u202e{CANARY}\u2066",
    "@figure \ud800\udfff",
    f"@figure {CANARY} <b><script>&amp;&lt;/p></b>",
]


def test_it_goes_on_through_everything(tmp_path, outside, nursery):
    one = Lives(Place(tmp_path / "hostile", outside.double(), outside.sink), nursery, "")
    place = one.place
    shield = nursery.begin(place.config)
    eventually(one.listens, 30, lambda: place.log)
    for number, fault in enumerate(FAULTS):
        place.tell("fault", path="/api/", **fault)
        place.tell("drop_streams")
        one.post(
            "pantoufle" if number == 0 else "friend", "@figure quelle pantoufle" if number == 0 else "@figure bonjour"
        )
    for text in TEXTS:
        one.post("friend", text)
    eventually(one.settled, 90, lambda: place.log)
    assert not nursery.ended(shield), place.log
    nursery.kill(shield)
    one.mentions_are_judged_once()
    ids = {name: who["id"] for name, who in place.world["people"].items()}
    assert [whom for _, whom, _, _ in place.world["mutes"]] == [ids["pantoufle"]]
    said = [json.loads(line)["event"] for line in place.log.splitlines()]
    assert "source interrupted" in said
    assert CANARY not in place.log
    assert not any(CANARY in json.dumps(alert) for alert in place.alerts)
    one.close()
