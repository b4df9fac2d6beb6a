"""A week of Camille's in which much is held for a human: a threat, a leak, a private message, and what hostile text is."""

from datetime import timedelta

from tests.commands import scene
from tests.commands.scene import mention

THREAT = "Tu vas le regretter, je te retrouverai ce soir"
HOSTILE = '<script>x</script>"><img src=x onerror=x> \u202edrowssap\u202c je te retrouverai ' + "a" * 60_000
CONFIG = """
language = "{language}"
database = "{url}"
master_key = "rempart.key"

[[person]]
name = "camille"
mode = "act"
packs = []
  [[person.account]]
  platform = "bluesky"
  handle = "camille.test"
  secret = {{ env = "NOWHERE_SET" }}

[[rule]]
name = "menace"
reason = "violence_threats"
severity = "high"
all = [{{ words = ["je te retrouverai"] }}]
then = [{{ mute = "30 days" }}, {{ report = "draft", comment = "Il recommence." }}, "hold"]

[[rule]]
name = "adresse"
reason = "harassment_doxxing"
severity = "high"
all = [{{ words = ["habite au"] }}]
then = ["hold"]
"""
SAID = [
    ("rancunier", "mention", THREAT, 1),
    ("rancunier", "mention", THREAT + " encore", 2),
    ("corbeau", "reply", "Il habite au 3 rue des Lilas, 06 39 98 00 01", 1),
    ("intime", "direct", THREAT, 1),
    ("pirate", "mention", HOSTILE, 1),
    ("voisine", "mention", "À demain !", 1),
]
WORDS = ("retrouverai", "regretter", "Lilas", "06 39 98")
AUTHORS = ("rancunier", "corbeau", "intime", "pirate")


def week(now):
    yield {
        "scenario": "what waits",
        "protected": {
            "name": "camille",
            "accounts": [{"platform": "bluesky", "id": "did:plc:camille", "handle": "camille.test"}],
            "follows": [],
        },
    }
    for hours, (who, kind, text, number) in enumerate(SAID):
        at = (now - timedelta(hours=9 - hours)).isoformat()
        more = {
            "root": "at://did:plc:camille/app.bsky.feed.post/root",
            "parent": "at://did:plc:camille/app.bsky.feed.post/root",
        }
        yield mention(who, at, text, number) | {"kind": kind} | (more if kind == "reply" else {})


def play_this(monkeypatch):
    """Let the scene be this week."""
    monkeypatch.setattr(scene, "CONFIG", CONFIG)
    monkeypatch.setattr(scene, "week", week)
