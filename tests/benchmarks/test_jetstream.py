"""How fast the stream is read beside the SDK's own client, on the same frames in the same run."""

import random
import time

import pytest
from atproto_jetstream import JetstreamClient

from bot.platforms.bluesky import frames
from bot.platforms.bluesky.sieve import sieve
from tests.platforms.bluesky.parts import CAMILLE, frame, mention_facet, post

pytestmark = pytest.mark.benchmark

COUNT = 4_000
SLICES = 4
ROUNDS = 20
ONE_IN = 200
"""So many frames for each that concerns the person: far more than any person has."""


def did(number):
    return f"did:plc:{number:024d}"


def ref(number):
    return {"uri": f"at://{did(number)}/app.bsky.feed.post/3l{number:011d}", "cid": f"bafyrei{number:052d}"}


def alphabetical(value):
    """Objects as the servers write a record's."""
    if isinstance(value, dict):
        return {key: alphabetical(value[key]) for key in sorted(value)}
    return [alphabetical(one) for one in value] if isinstance(value, list) else value


def blob(number):
    return {"$type": "blob", "ref": {"$link": f"bafkrei{number:052d}"}, "mimeType": "image/jpeg", "size": 123_456}


def embed(number):
    """One post in five bears a picture, one in ten a card, one in twenty a quote."""
    if number % 5 == 1:
        image = {"alt": "une image", "aspectRatio": {"height": 1500, "width": 2000}, "image": blob(number)}
        return {"embed": {"$type": "app.bsky.embed.images", "images": [image]}}
    if number % 10 == 2:
        card = {"uri": "https://news.test/a", "title": "Un titre", "description": "Des mots", "thumb": blob(number)}
        return {"embed": {"$type": "app.bsky.embed.external", "external": card}}
    return {"embed": {"$type": "app.bsky.embed.record", "record": ref(number)}} if number % 20 == 3 else {}


def stream():
    """Frames of the second wire as Bluesky's are: half of them replies, one in five with a mention."""
    rolled = random.Random(2026)
    made = []
    for number in range(COUNT):
        words = ["demain", "peut-être", "the", "quick", "merci", "où ça"]
        record = post(" ".join(rolled.choice(words) for _ in range(24)), **embed(number))
        if number % 2:
            record["reply"] = {"root": ref(rolled.randrange(10**6)), "parent": ref(rolled.randrange(10**6))}
        if number % 5 == 0:
            record["facets"] = [mention_facet(CAMILLE if number % ONE_IN == 0 else did(rolled.randrange(10**6)))]
        made.append(frame(alphabetical(record), wire="v2", did=did(number), rkey=f"3l{number:011d}", seq=number + 1))
    return made


def theirs(raws):
    """The SDK's decoding of each frame, as its client does it, and the same question of whom it addresses."""
    client = JetstreamClient(compress=False)
    return sum(addresses(client._decode_frame(raw).record, CAMILLE) for raw in raws)


def addresses(record, person):
    if record.reply and (f"//{person}/" in record.reply.root.uri or f"//{person}/" in record.reply.parent.uri):
        return True
    quoted = getattr(record.embed, "record", None)
    if quoted and f"//{person}/" in getattr(getattr(quoted, "record", quoted), "uri", ""):
        return True
    return any(getattr(feature, "did", "") == person for facet in record.facets or [] for feature in facet.features)


def routed(raws):
    """Ours without looking at the bytes first: every envelope and every post decoded, and asked whom it addresses."""
    found = 0
    for raw in raws:
        post = frames.read(raw).post
        found += post is not None and CAMILLE in post.addressed()
    return found


def sifted(raws):
    """Ours as it runs: the bytes are looked at, and only what may concern us is decoded."""
    concerned = sieve({CAMILLE})
    return routed(raw for raw in raws if concerned(raw))


def best(reads, raws):
    """Frames a second of processor time: the least of many turns for each slice, so that a busy machine skews little."""
    slices = [raws[start : start + COUNT // SLICES] for start in range(0, COUNT, COUNT // SLICES)]
    least = {(read, at): float("inf") for read in reads for at in range(SLICES)}
    for _ in range(ROUNDS):
        for at, some in enumerate(slices):
            for read in reads:
                began = time.process_time()
                assert read(some) == COUNT // ONE_IN // SLICES
                least[read, at] = min(least[read, at], time.process_time() - began)
    return {read.__name__: COUNT / sum(least[read, at] for at in range(SLICES)) for read in reads}


def test_the_stream_is_read_many_times_faster_than_by_the_sdk(record_property):
    raws = stream()
    rates = best((theirs, routed, sifted), raws)
    shown = {name: f"{value:,.0f}/s, {value / rates['theirs']:.1f}×" for name, value in rates.items()}
    record_property("rates", shown)
    print(f"Jetstream frames of {sum(map(len, raws)) // len(raws)} bytes: {shown}")
    assert rates["routed"] >= 8 * rates["theirs"]
    assert rates["sifted"] >= 12 * rates["theirs"]
