"""What the real platforms sent me stands in a dossier as it came: pictures by their digests, proofs, who could see it."""

from datetime import timedelta
from hashlib import sha256

import msgspec
import pytest

from bot.custody import taking
from bot.custody.proving import Proving, Wanted
from bot.dossier.content import About
from bot.dossier.fact import Showing
from bot.evidence.cid import RAW, Cid
from bot.model.delivery import Task
from bot.platforms.port import Captured
from bot.store import outbox
from tests.dossier.shield import draft, gathered
from tests.evidence.repositories import Author, everything
from tests.evidence.test_dhash import drawn
from tests.evidence.test_dhash import written as picture
from tests.platforms.bluesky.parts import TROLL, frame, mention_facet, post
from tests.reliability.within import DID, Within, now

HE, ME = f"bluesky:{TROLL}", f"bluesky:{DID}"
PICTURE = picture(drawn())
DIGEST = sha256(PICTURE)


class Proves:
    """A platform that proves what it is asked about."""

    name = "bluesky"

    async def origin(self, uri, revision):
        for item in everything(Author()):
            yield item


@pytest.fixture
def within(tmp_path):
    one = Within(f"sqlite:///{tmp_path}/rempart.db")
    yield one
    one.store.close()


def later():
    return now() + timedelta(minutes=1)


def posted(within, *raw):
    """What the pipeline makes of these; what they asked for, in the order of the posts."""
    within.pipeline.handle([within.bluesky(one) for one in raw])
    with within.store.reading() as connection:
        return [one for one in outbox.on_subject(connection, "camille", HE) if one.task is Task.ACT]


def with_picture():
    link = {"$link": str(Cid(raw=RAW + DIGEST.digest()))}
    blob = {"$type": "blob", "ref": link, "mimeType": "image/png", "size": len(PICTURE)}
    embed = {"$type": "app.bsky.embed.images", "images": [{"alt": "ma porte", "image": blob}]}
    return frame(post("@camille pantoufle", facets=[mention_facet(DID)], embed=embed))


def test_a_picture_that_the_post_names_is_there_by_its_digest_once_it_was_taken(within, tmp_path):
    (mute,) = posted(within, with_picture())
    one = draft(About.ACCOUNT, HE)
    (before,) = gathered(within.store, one, tmp_path / "before", later()).facts
    assert [(each.alt, each.file, each.digest) for each in before.media] == [("ma porte", "", DIGEST.hexdigest())]
    came = Captured(what="medium", url="https://pds.test/blob", raw=PICTURE, at=now())
    with within.store.writing() as connection:
        taking.take(connection, within.store, taking.follow_up(mute, now()), [came], now())
    looked = msgspec.structs.replace(one, shown={DIGEST.hexdigest(): Showing.BLURRED})
    (after,) = gathered(within.store, looked, tmp_path / "after", later()).facts
    (medium,) = after.media
    assert (tmp_path / "after" / medium.file).read_bytes() == PICTURE
    assert (medium.type, medium.size, medium.showing) == ("image/png", len(PICTURE), Showing.BLURRED)
    assert [piece.file for piece in after.pieces if piece.what == "medium"] == [medium.file]


async def test_what_its_origin_proves_is_named_and_the_proof_goes_along(within, tmp_path):
    (mute,) = posted(within, frame(post("@camille pantoufle", facets=[mention_facet(DID)])))
    one = draft(About.ACCOUNT, HE)
    (before,) = gathered(within.store, one, tmp_path / "before", later()).facts
    assert (before.proves, before.limits) == (("chain",), ("stream_only", "times_claimed", "who_wrote"))
    proving = Proving(within.store, {ME: Proves()}, now)
    await proving.prove(Wanted(0, 1, "camille", ME, mute.what.uri, mute.what.revision))
    (after,) = gathered(within.store, one, tmp_path / "after", later()).facts
    assert "record" in after.proves
    assert "key_by_log" in after.proves
    assert "stream_only" not in after.limits
    taken = {piece.what for piece in after.pieces}
    assert {"origin", "repository proof", "plc log"} <= taken
    assert all(piece.entry for piece in after.pieces)


def test_what_came_by_mastodon_says_who_could_see_it_and_by_which_server(within, tmp_path):
    raw = msgspec.json.encode(within.told.notification("pantoufle"))
    within.pipeline.handle([within.mastodon(raw)])
    he = f"mastodon:social.test/{within.told.author.id}"
    found = gathered(within.store, draft(About.ACCOUNT, he), tmp_path / "data", later())
    (fact,) = found.facts
    assert "pantoufle" in fact.text
    assert fact.audience == "public"
    assert fact.limits == ("servers_word", "times_claimed", "who_wrote")
    assert found.parties[0].id == within.told.author.id
    assert (tmp_path / "data" / fact.pieces[0].file).read_bytes() == raw
