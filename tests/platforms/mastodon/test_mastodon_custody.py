"""Before somebody is muted, all that the mute would destroy is kept; what surrounds it follows, and says how it came."""

import io
import tracemalloc
import zlib
from hashlib import sha256

import msgspec
import pytest
from PIL import Image

from bot.errors import TryLater
from bot.model.action import Block, Dismiss, Mute
from bot.platforms import media
from bot.platforms.mastodon import capture
from bot.platforms.origins import Origins


async def taken(me, action, status="", **more):
    return [one async for one in me.platform.capture(me.order(action, status=status, **more))]


async def following(me, status="", **more):
    return [one async for one in me.platform.follow_up(me.order(Mute(), status=status, **more))]


def kinds(items):
    return [one.what for one in items]


def note(items, what):
    [found] = [one for one in items if one.what == what]
    return msgspec.json.decode(found.raw)


def picture(size=(64, 48), form="PNG"):
    image = Image.new("L", size)
    image.putdata([(x * 7 + y * 13) % 256 for y in range(size[1]) for x in range(size[0])])
    written = io.BytesIO()
    image.save(written, form)
    return written.getvalue()


async def test_what_a_mute_would_destroy_is_in_custody_before_it_worst_lost_first(shield):
    me = await shield()
    me.do("post", by="friend", text="@figure courage")
    me.do("post", by="harasser", text="@figure one")
    status = me.do("post", by="harasser", text="@figure en privé", visibility="direct")
    me.do("policy", of="figure", for_not_following="filter")
    me.do("post", by="harasser", text="@figure hidden")
    held = await taken(me, Mute(), status)
    assert kinds(held) == ["notification", "notifications", "notification_request", "conversation", *["post"] * 3]
    assert all(b"courage" not in one.raw for one in held)
    assert b"@<span>figure</span></a></span> hidden" in msgspec.json.encode(msgspec.json.decode(held[1].raw))


async def test_years_of_it_are_kept_to_the_first_page(shield):
    me = await shield()
    for number in range(500):
        me.do("post", by="harasser", text=f"@figure encore {number}.")
    held = await taken(me, Mute())
    raw = b"".join(one.raw for one in held if one.what == "notification")
    assert all(f"encore {number}.".encode() in raw for number in range(500))
    assert len([one for one in held if one.what == "post"]) == 500


async def test_what_does_not_fit_is_said_and_not_passed_over(shield, monkeypatch):
    monkeypatch.setattr(capture, "PAGES", 2)
    me = await shield()
    for number in range(170):
        me.do("post", by="harasser", text=f"@figure encore {number}.")
    held = await taken(me, Mute())
    assert note(held, "cut") == {"left_out": {"notification pages": 1, "notifications pages": 1, "post pages": 1}}


async def test_of_a_list_that_holds_others_words_only_the_authors_are_kept(shield):
    me = await shield()
    me.do("post", by="friend", text="@figure entre nous", visibility="direct")
    me.do("post", by="harasser", text="@figure en privé", visibility="direct")
    [conversation] = [one for one in await taken(me, Mute()) if one.what == "conversation"]
    assert "en privé".encode() in conversation.raw
    assert b"entre nous" not in conversation.raw
    assert len(conversation.exchange.whole) == 64
    assert "part" in conversation.limits


async def test_what_they_wrote_to_others_is_none_of_my_evidence(shield):
    me = await shield()
    me.do("post", by="harasser", text="@friend autre chose")
    me.do("post", by="harasser", text="@figure toi")
    assert all(b"autre chose" not in one.raw for one in await taken(me, Mute()))


async def test_an_answer_is_kept_with_how_it_came(shield):
    me = await shield()
    me.do("post", by="harasser", text="@figure one")
    [first, *_] = await taken(me, Mute())
    assert first.exchange.line == "HTTP/1.1 200 OK"
    assert first.exchange.headers["content-type"].startswith("application/json")
    assert first.exchange.began <= first.at
    assert "plain" in first.limits, "over http nothing shows which server it was"
    assert me.person.token.encode() not in msgspec.msgpack.encode(first)


async def test_custody_takes_what_is_there_and_never_fails_for_what_is_gone(shield):
    me = await shield("snac")
    status = me.do("post", by="harasser", text="@figure one")
    me.do("delete", id=status)
    assert await taken(me, Block(), status) == []
    assert kinds(await following(me, status)) == ["instance_actor", "profile"]


async def test_custody_waits_for_a_server_in_trouble_rather_than_do_without(shield):
    me = await shield()
    me.do("fault", path="/api/v1/notifications", kind="status", status=503)
    with pytest.raises(TryLater):
        await taken(me, Mute())


async def test_a_dismissal_takes_the_one_notification(shield):
    me = await shield()
    me.do("post", by="harasser", text="@figure x")
    [notice] = me.world.inbox(me.person.id)
    assert kinds(await taken(me, Dismiss(), notification=notice.id)) == ["notification"]


async def test_what_surrounds_it_follows_and_my_own_answers_are_in_it(shield):
    me = await shield()
    status = me.do("post", by="harasser", text="@figure one")
    me.do("edit", id=status, text="@figure deux")
    me.do("post", by="figure", text="laissez-moi", reply_to=status)
    found = await following(me, status)
    assert kinds(found) == [
        "instance",
        "instance_actor",
        "profile",
        "post",
        "activity",
        "comparison",
        "history",
        "thread",
    ]
    assert b"laissez-moi" in found[-1].raw
    assert b"one" in found[-2].raw
    assert kinds(await following(me, status))[0] == "profile", "who the server is, is kept once a day"


async def test_the_original_agrees_with_what_my_server_showed(shield):
    me = await shield()
    status = me.do("post", by="harasser", text="@figure one")
    said = note(await following(me, status), "comparison")
    assert said["agreement"] == {
        "id": "same",
        "attributed_to": "same",
        "published": "same",
        "content": "same",
    }


async def test_a_server_that_wants_a_signature_is_left_alone_and_that_is_written_down(shield):
    me = await shield()
    status = me.do("post", by="harasser", text="@figure one")
    me.world.guarded = True
    said = note(await following(me, status), "comparison")
    assert (said["status"], said["limits"], said.get("agreement")) == (401, ["refused"], None)


@pytest.mark.parametrize(("hosts", "asked"), [((), 0), (("localhost",), 1)])
async def test_the_authors_server_sees_my_address_only_if_i_allow_it(shield, hosts, asked):
    me = await shield(origins=Origins(hosts=hosts))
    me.do("join", username="ailleurs", domain=f"localhost:{me.double.port}")
    status = me.do("post", by="ailleurs", text="@figure one")
    found = await following(me, status)
    assert me.world.calls["GET /users/ailleurs/statuses/:id"] == asked
    assert note(found, "comparison")["limits"] == (["plain", "times_claimed"] if asked else ["not_asked"])


async def with_pictures(shield, files):
    me = await shield()
    me.world.files = files
    attached = tuple({"id": name, "type": "image", "url": f"{me.double.base}/media/{name}"} for name in files)
    return me, me.do("post", by="harasser", text="@figure regarde", media=attached)


async def test_a_picture_is_kept_as_bytes_with_its_likeness_and_my_token_stays_home(shield):
    me, status = await with_pictures(shield, {"a.png": picture()})
    [found] = [one for one in await following(me, status) if one.what == "medium"]
    assert sha256(found.raw).digest() == media.digest(picture())
    assert len(found.dhash) == 16
    assert me.world.calls["token to a.png"] == 0


HOSTILE = {
    "to a private address": "http://169.254.169.254/latest/meta-data",
    "to another host": "http://localhost:1/x.png",
    "in a circle": "/media/x",
    "to a file": "file:///etc/passwd",
    "to nonsense": "http://[",
    "without end": None,
    "with an error": 500,
}


@pytest.mark.parametrize("how", HOSTILE)
async def test_a_hostile_server_of_pictures_gets_nothing_and_that_is_written_down(shield, how, monkeypatch):
    monkeypatch.setattr(media, "LARGEST", 1_000_000)
    me, status = await with_pictures(shield, {"x": HOSTILE[how]})
    found = await following(me, status)
    assert "medium" not in kinds(found)
    assert note(found, "medium_missing")["why"]
    assert kinds(found)[-1] == "thread", "the rest is kept all the same"


async def test_a_medium_that_unfolds_to_gigabytes_is_let_go_before_it_does(shield):
    folded = zlib.compressobj(9, wbits=31)
    zeros = bytes(2**20)
    bomb = b"".join(folded.compress(zeros) for _ in range(1024)) + folded.flush()
    me, status = await with_pictures(shield, {"x": bomb})
    tracemalloc.start()
    found = await following(me, status)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert note(found, "medium_missing")["why"]
    assert most < 6 * media.LARGEST


async def test_a_picture_at_the_authors_own_server_is_never_fetched(shield):
    me = await shield()
    attached = (
        {"id": "1", "type": "image", "url": "http://localhost:1/a.png", "remote_url": "http://localhost:1/a.png"},
    )
    status = me.do("post", by="harasser", text="@figure regarde", media=attached)
    assert "may not see our address" in note(await following(me, status), "medium_missing")["why"]
