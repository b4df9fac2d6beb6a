"""Mentions as people write them on Bluesky: frames of the stream, with the author's profile beside them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.model.noun import micros
from tests.benchmarks.everyday import PEOPLE, Saying

LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
ME = "did:plc:figure2222222222222222a2"
KEY = f"bluesky:{ME}"


class Skies(Saying):
    """Draws people on Bluesky, whose counts grow as they write, and their mentions."""

    def __init__(self, seed: int = 20261122, people: int = PEOPLE) -> None:
        super().__init__(seed)
        self.profiles = [self._profile() for _ in range(people)]

    def bring(self, moments: list[datetime]) -> Iterator[Arrival]:
        """A mention at each of these moments."""
        for at in moments:
            one = self.random.choice(self.profiles)
            one["postsCount"] += self.random.randrange(1, 30)
            one["followersCount"] = max(0, one["followersCount"] + self.random.randrange(-3, 6))
            yield Arrival(
                source="bluesky/jetstream",
                platform="bluesky",
                via=Via.STREAM,
                at=at,
                raw=_json(self._frame(one["did"], at)),
                beside=_json(one),
                cursor=str(micros(at)),
            )

    def _drawn(self, count: int) -> str:
        return "".join(self.random.choices(LETTERS, k=count))

    def _profile(self) -> dict[str, Any]:
        chance, did, language = self.random, f"did:plc:{self._drawn(24)}", self.random.choice(("fr", "fr", "en"))
        name = "-".join(chance.sample(self.words[language][1], chance.choice((1, 1, 2)))) + str(chance.randrange(999))
        since = _stamp(datetime(2023, 5, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(15_000)))
        images = f"https://cdn.bsky.test/img/{{}}/plain/{did}/bafkrei{{}}"
        shown = {
            what: images.format(what, self._drawn(52))
            for what, share in {"avatar": 0.9, "banner": 0.5}.items()
            if chance.random() < share
        }
        return {
            "did": did,
            "handle": f"{name}.bsky.test",
            "displayName": name.replace("-", " ").title(),
            **shown,
            "associated": {
                "lists": 0,
                "feedgens": 0,
                "starterPacks": 0,
                "labeler": False,
                "chat": {"allowIncoming": chance.choice(("following", "all", "none"))},
            },
            "viewer": {"muted": False, "blockedBy": False},
            "labels": [],
            "createdAt": since,
            "description": self.said(chance.choice((0, 1, 2, 3)), language),
            "indexedAt": since,
            "followersCount": int(10 ** (4 * chance.random())),
            "followsCount": int(10 ** (3 * chance.random())),
            "postsCount": int(10 ** (5 * chance.random())),
        }

    def _frame(self, did: str, at: datetime) -> dict[str, Any]:
        language, rkey = self.random.choice(("fr", "fr", "en")), f"3l{self._drawn(11)}"
        text = f"@figure.bsky.test {self.written(language)}"[:300]
        mention = {"$type": "app.bsky.richtext.facet#mention", "did": ME}
        facet = {"features": [mention], "index": {"byteEnd": 17, "byteStart": 0}}
        record: dict[str, Any] = {"$type": "app.bsky.feed.post", "createdAt": _stamp(at), "facets": [facet]}
        record |= {"langs": [language], "text": text}
        if self.random.random() < 1 / 2:
            post = {"cid": f"bafyrei{self._drawn(52)}", "uri": f"at://{ME}/app.bsky.feed.post/3l{self._drawn(11)}"}
            record["reply"] = {"parent": post, "root": post}
        commit = {"rev": f"3l{self._drawn(11)}", "operation": "create", "collection": "app.bsky.feed.post"}
        commit |= {"rkey": rkey, "record": record, "cid": f"bafyrei{self._drawn(52)}"}
        return {"did": did, "time_us": micros(at), "kind": "commit", "commit": commit}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
