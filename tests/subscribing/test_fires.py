"""A FIRES dataset is read once by its snapshot, and then by what changed since; only at its own server."""

import json

from bot.blocklists.subscription import Outcome
from bot.subscribing.source import Why

FIRES = "application/ld+json"


def entry(number, key, kind="domain", type_="Recommendation", policy="drop"):
    said = {
        "id": f"0195e0e0-0000-7000-8000-{number:012}",
        "type": type_,
        "published": "2026-11-01T12:00:00Z",
        "entityKind": kind,
        "entityKey": key,
    }
    return said | ({"recommendedPolicy": policy} if type_ == "Recommendation" else {})


def tombstone(number):
    return {"id": entry(number, "")["id"], "type": "Tombstone", "published": "2026-11-02T12:00:00Z"}


class Dataset:
    """A dataset at a publisher, in pages of two."""

    def __init__(self, publisher, count):
        self.publisher = publisher
        self.log = [entry(number, f"h{number}.test") for number in range(1, count + 1)]
        self.wiped = set()
        self.publish()

    def at(self, path):
        return self.publisher.base + path

    def publish(self, **endpoints):
        changes = self.at("/changes")
        self.publisher.put(
            "/dataset",
            json.dumps(
                {"type": "Dataset", "endpoints": {"changes": changes, "snapshot": self.at("/snapshot")} | endpoints}
            ),
            FIRES,
        )
        latest = {(one.get("entityKind"), one.get("entityKey", one["id"])): one for one in self.log}
        latest = {key: one for key, one in latest.items() if key[1] not in self.wiped}
        last = self.log[-1]["id"]
        snapshot = {
            "type": "Collection",
            "changes": f"{changes}?since={last}",
            "orderedItems": [*latest.values()][::-1],
        }
        self.publisher.put("/snapshot", json.dumps(snapshot), FIRES)
        for place in range(len(self.log) + 1):
            since = self.log[place - 1]["id"] if place else "00000000-0000-7000-A000-000000000000"
            some = self.log[place : place + 2]
            page = {"type": "OrderedCollectionPage", "orderedItems": some}
            if self.log[place + 2 :]:
                page["next"] = f"{changes}?since={some[-1]['id']}"
            self.publisher.put(f"/changes?since={since}", json.dumps(page), FIRES)


async def test_i_get_all_of_a_dataset_and_then_only_what_changed(camille, publisher):
    data = Dataset(publisher, 12)
    await camille.first("/dataset")
    assert camille.holds() == {f"h{number}.test" for number in range(1, 13)}
    data.log += [
        entry(13, "h13.test"),
        entry(14, "h3.test", type_="Retraction"),
        entry(15, "https://loin.test/users/Facheux", "actor"),
        entry(16, "h14.test", policy="filter"),
        entry(17, "h15.test", policy="accept"),
    ]
    data.publish()
    publisher.seen.clear()
    await camille.later()
    assert camille.standing() is Outcome.ACCEPTED
    assert camille.holds() == {f"h{number}.test" for number in (1, 2, *range(4, 15))} | {
        "https://loin.test/users/Facheux"
    }
    paths = [one.path for one in publisher.seen]
    assert paths == ["/dataset", "/changes", "/changes", "/changes"]


async def test_whom_a_tombstone_wipes_out_is_gone_for_me_though_it_names_nobody(camille, publisher):
    data = Dataset(publisher, 12)
    await camille.first("/dataset")
    data.log += [entry(13, "h13.test"), tombstone(14), entry(15, "h14.test")]
    data.wiped = {"h3.test"}
    data.publish()
    await camille.later()
    assert camille.holds() == {f"h{number}.test" for number in (1, 2, *range(4, 15))}
    publisher.seen.clear()
    await camille.later()
    assert [one.path for one in publisher.seen] == ["/dataset", "/changes"]  # and it is looked up once


async def test_one_that_names_whom_it_wipes_out_needs_no_looking_up(camille, publisher):
    data = Dataset(publisher, 12)
    await camille.first("/dataset")
    data.log += [entry(13, "h3.test", type_="Tombstone")]
    data.publish()
    publisher.seen.clear()
    await camille.later()
    assert camille.holds() == {f"h{number}.test" for number in (1, 2, *range(4, 13))}
    assert "/snapshot" not in [one.path for one in publisher.seen]


async def test_a_tombstone_after_which_nothing_differs_is_looked_up_once(camille, publisher):
    data = Dataset(publisher, 12)
    await camille.first("/dataset")
    data.log += [entry(13, "h3.test", type_="Retraction")]
    data.publish()
    await camille.later()
    data.log.append(tombstone(14))
    data.wiped = {"h3.test"}
    data.publish()
    await camille.later()
    publisher.seen.clear()
    await camille.later()
    assert [one.path for one in publisher.seen] == ["/dataset", "/changes"]


async def test_somebody_whom_a_dataset_names_otherwise_now_is_the_same_and_is_taken_off_as_one(camille, publisher):
    data = Dataset(publisher, 2)
    data.log.append(entry(3, "acct:facheux@loin.test", "actor"))
    data.publish()
    await camille.first("/dataset")
    uri = "https://loin.test/users/Facheux"
    for number, kind, left in ((4, "Recommendation", {uri}), (5, "Retraction", set())):
        data.log.append(entry(number, uri, "actor", kind))
        data.publish()
        await camille.later()
        assert camille.holds() == {"h1.test", "h2.test"} | left
    data.log.append(entry(6, "h3.test"))
    data.publish()
    await camille.first("/dataset", "encore")
    assert camille.holds("encore") == {"h1.test", "h2.test", "h3.test"}


async def test_nothing_new_is_nothing_to_do(camille, publisher):
    Dataset(publisher, 5)
    await camille.first("/dataset")
    await camille.later()
    assert camille.latest().version == 1
    assert camille.trouble() == ""


async def test_a_dataset_that_sends_elsewhere_for_the_rest_is_not_followed_there(camille, publisher):
    data = Dataset(publisher, 5)
    data.publish(snapshot="http://127.0.0.1:1/snapshot")
    camille.follow("/dataset")
    await camille.rounds.round()
    assert camille.trouble() == Why.ELSEWHERE


async def test_neither_does_a_redirect_lead_there(camille, publisher):
    Dataset(publisher, 5)
    publisher.send_on("/snapshot", "http://127.0.0.2/snapshot")
    camille.follow("/dataset")
    await camille.rounds.round()
    assert camille.trouble() == Why.PRIVATE


async def test_pages_without_end_are_left(camille, publisher, monkeypatch):
    monkeypatch.setattr("bot.subscribing.web.PAGES", 5)
    data = Dataset(publisher, 5)
    last = data.log[-1]["id"]
    page = {"type": "OrderedCollectionPage", "orderedItems": [data.log[-1]], "next": data.at(f"/changes?since={last}")}
    publisher.put(f"/changes?since={last}", json.dumps(page), FIRES)
    camille.follow("/dataset")
    await camille.rounds.round()
    assert camille.trouble() == Why.MANY
