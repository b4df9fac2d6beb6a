"""Whatever a server sends me, my shield goes on: it is let go of in time, and I am told in a word what was wrong."""

import pytest

from bot.subscribing.source import Why

DOMAINS = "domain,severity\nun.test,suspend\ndeux.test,silence\n"


async def unread(camille, path="/list.csv"):
    camille.follow(path)
    await camille.rounds.round()
    assert camille.latest() is None
    return camille.trouble()


async def test_an_endless_stream_is_let_go_of_where_the_limit_is(camille, publisher):
    publisher.endless("/list.csv", b"x" * 50_000)
    assert await unread(camille) == Why.LARGE
    assert publisher.sent < 20_000_000


async def test_who_sends_a_byte_now_and_then_is_not_waited_for(camille, publisher):
    publisher.endless("/list.csv", b"x", pause=0.05)
    assert await unread(camille) == Why.SLOW


async def test_a_small_answer_that_unpacks_to_much_is_not_unpacked(camille, publisher):
    assert publisher.bomb("/list.csv", 200_000_000) < 300_000
    assert await unread(camille) == Why.LARGE


async def test_a_packed_list_is_read_and_a_torn_one_is_not(camille, publisher):
    import gzip

    publisher.put("/list.csv", gzip.compress(DOMAINS.encode()), **{"Content-Encoding": "gzip"})
    await camille.first("/list.csv")
    assert camille.holds() == {"un.test", "deux.test"}
    publisher.put("/list.csv", gzip.compress(DOMAINS.encode() * 50)[:-9], **{"Content-Encoding": "gzip"})
    await camille.later()
    assert camille.trouble() == Why.CUT
    assert camille.holds() == {"un.test", "deux.test"}


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.2/list.csv", Why.PRIVATE),
        ("http://169.254.169.254/latest/meta-data", Why.PRIVATE),
        ("http://[::1]/list.csv", Why.PRIVATE),
        ("http://localhost.localdomain:1/list.csv", None),
        ("file:///etc/passwd", Why.ADDRESS),
        ("ftp://un.test/list.csv", Why.ADDRESS),
        ("http://nom:mot@127.0.0.1/list.csv", Why.ADDRESS),
    ],
)
async def test_no_redirect_leads_inside(camille, publisher, address, why):
    publisher.send_on("/list.csv", address)
    assert await unread(camille) in ({why} if why else {Why.PRIVATE, Why.SILENT})


async def test_three_redirects_are_followed_and_not_four(camille, publisher):
    publisher.put("/4", DOMAINS)
    for number in range(4):
        publisher.send_on(f"/{number}", f"/{number + 1}")
    assert await unread(camille, "/0") == Why.REDIRECTS
    await camille.first("/1", "nord")
    assert camille.holds("nord") == {"un.test", "deux.test"}


async def test_no_cookie_and_no_secret_is_sent_along(camille, publisher):
    publisher.put("/list.csv", DOMAINS, **{"Set-Cookie": "who=camille; Path=/"})
    await camille.first("/list.csv")
    await camille.later()
    assert [{"Cookie", "Authorization", "Referer"} & {*one.headers} for one in publisher.seen] == [set(), set()]


async def test_what_did_not_change_is_not_sent_again(camille, publisher):
    publisher.put("/list.csv", DOMAINS)
    await camille.first("/list.csv")
    await camille.later()
    assert [one.headers.get("If-None-Match") is not None for one in publisher.seen] == [False, True]
    assert camille.latest().version == 1
    publisher.put("/list.csv", DOMAINS + "trois.test,suspend\n")
    await camille.later()
    assert camille.holds() == {"un.test", "deux.test", "trois.test"}


@pytest.mark.parametrize(
    ("body", "medium", "why"),
    [
        ("<!DOCTYPE html><html><body>un.test", "text/html", Why.HTML),
        ("\ufeff <html><body>un.test", "text/csv", Why.HTML),
        ("domain\nun.test\n", "text/html", Why.HTML),
        ("\x89PNG", "image/png", Why.MEDIUM),
        ('{"blocks": {"un.test": {"isBlocked": tr', "application/json", Why.UNREADABLE),
        ('[{"domain": "un.test", "comment": "x"}, {"dom', "application/json", Why.UNREADABLE),
        ("", "text/csv", Why.UNREADABLE),
    ],
)
async def test_what_is_no_list_is_said_to_be_none(camille, publisher, body, medium, why):
    publisher.put("/list.csv", body, medium)
    assert await unread(camille) == why


async def test_an_answer_that_ends_in_the_middle_changes_nothing(camille, publisher):
    publisher.put("/list.csv", DOMAINS)
    await camille.first("/list.csv")
    publisher.cut("/list.csv", b"domain,severity\nun.test,suspend\n")
    await camille.later()
    assert camille.trouble() == Why.CUT
    assert camille.holds() == {"un.test", "deux.test"}


async def test_a_list_with_too_many_entries_is_not_held(camille, publisher, monkeypatch):
    monkeypatch.setattr("bot.subscribing.parsing.ENTRIES", 1)
    publisher.put("/list.csv", DOMAINS)
    assert await unread(camille) == Why.MANY
