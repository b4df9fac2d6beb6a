"""Whom I no longer see goes on being read, and what was kept is looked at again; on servers that hide and destroy."""

from datetime import timedelta

import pytest

from bot.errors import Gone, Refused
from bot.model.arrival import Deleted, Identity
from bot.model.mention import Kind, Via
from bot.platforms.mastodon.normalise import normalise
from bot.platforms.watching import Fate, Sought
from tests.platforms.mastodon.conftest import now

FLAVOURS = pytest.mark.parametrize("flavour", ["mastodon", "gotosocial", "snac"])


async def read(me, after="", whom="harasser", since=None):
    found = await me.platform.written_by(me.world.called(whom).id, after, since or now() - timedelta(minutes=1))
    return found, [event for one in found.arrivals for event in normalise(one, me.protected)]


def sought(me, native, whom="harasser"):
    uri = f"http://{me.world.host}/users/{whom}/statuses/{native}"
    return Sought(uri=uri, native=native, author=me.world.called(whom).id)


def events(me, look):
    return normalise(look.arrival, me.protected)


@FLAVOURS
async def test_whom_i_muted_goes_on_being_read(shield, flavour):
    me = await shield(flavour)
    me.do("block" if flavour == "snac" else "mute", by="figure", whom="harasser")
    me.do("post", by="harasser", text="rien pour elle")
    me.do("post", by="harasser", text="@figure encore moi")
    me.do("post", by="harasser", text="@figure en privé", visibility="direct")
    found, mentions = await read(me)
    assert [one.text for one in mentions] == ["@figure encore moi", "@figure en privé"]
    assert {one.via for one in mentions} == {Via.WATCH}
    _, again = await read(me, found.place)
    assert again == []


@FLAVOURS
async def test_what_the_watch_finds_is_the_mention_that_a_notification_brings(shield, flavour):
    me = await shield(flavour)
    poll = me.listen(me.poll)
    await poll.until(lambda: poll.cursor)
    own = me.do("post", by="figure", text="bonjour à vous")
    for text, more in (("@figure salut", {}), ("@figure alors", {"reply_to": own}), ("@figure ici", {"spoiler": "x"})):
        me.do("post", by="harasser", text=text, **more)
    await poll.until(lambda: len(me.mentions(poll)) >= 3)
    notified = {one.uri: one for one in me.mentions(poll)}
    _, watched = await read(me)
    assert {(one.uri, one.revision, one.kind, one.text, one.author.key) for one in watched} == {
        (one.uri, one.revision, one.kind, one.text, one.author.key) for one in notified.values()
    }


@FLAVOURS
async def test_a_page_is_no_end(shield, flavour):
    me = await shield(flavour)
    me.do("block", by="figure", whom="harasser")
    for number in range(95):
        me.do("post", by="harasser", text=f"@figure {number}")
    found, mentions = await read(me)
    assert [one.text for one in mentions] == [f"@figure {number}" for number in range(95)]
    me.do("post", by="harasser", text="@figure la suite")
    _, more = await read(me, found.place)
    assert [one.text for one in more] == ["@figure la suite"]


async def test_a_reply_and_a_quote_without_my_name_are_found_too(shield):
    me = await shield()
    own = me.do("post", by="figure", text="bonjour")
    me.do("mute", by="figure", whom="harasser")
    me.do("post", by="harasser", text="pauvre folle", reply_to=own)
    me.do("post", by="harasser", text="regardez-la", quotes=own)
    _, mentions = await read(me)
    assert [one.kind for one in mentions] == [Kind.REPLY, Kind.QUOTE]


async def test_what_was_there_before_the_watch_is_not_brought(shield):
    me = await shield()
    me.do("post", by="harasser", text="@figure jadis")
    me.do("advance", seconds=7200)
    me.do("post", by="harasser", text="@figure maintenant")
    _, mentions = await read(me, since=me.world.now() - timedelta(minutes=30))
    assert [one.text for one in mentions] == ["@figure maintenant"]


async def test_an_edit_of_what_was_read_is_found(shield):
    me = await shield()
    me.do("mute", by="figure", whom="harasser")
    native = me.do("post", by="harasser", text="@figure bonjour")
    found, (before,) = await read(me)
    me.do("edit", id=native, text="@figure je sais où tu habites")
    _, (after,) = await read(me, found.place)
    assert (after.uri, after.edited) == (before.uri, True)
    assert after.revision != before.revision


async def test_the_last_that_was_read_may_be_deleted(shield):
    me = await shield()
    me.do("mute", by="figure", whom="harasser")
    native = me.do("post", by="harasser", text="@figure un")
    found, _ = await read(me)
    me.do("delete", id=native)
    me.do("post", by="harasser", text="@figure deux")
    _, mentions = await read(me, found.place)
    assert [one.text for one in mentions] == ["@figure deux"]


async def test_who_blocks_me_first_is_read_as_strangers_read_them(shield):
    me = await shield()
    me.do("mute", by="figure", whom="harasser")
    me.do("block", by="harasser", whom="figure")
    me.do("post", by="harasser", text="@figure tu ne vois pas cela")
    me.do("post", by="harasser", text="@figure ni cela", visibility="private")
    found, mentions = await read(me)
    assert found.trouble == "blocked us"
    assert [one.text for one in mentions] == ["@figure tu ne vois pas cela"]


async def test_who_is_suspended_is_gone(shield):
    me = await shield()
    me.do("post", by="harasser", text="@figure coucou")
    me.do("suspend", whom="harasser")
    with pytest.raises(Gone):
        await read(me)


async def test_an_id_that_is_none_is_never_sent(shield):
    me = await shield()
    with pytest.raises(Refused):
        await me.platform.written_by("../../oauth", "", now())


async def test_what_stands_as_it_stood_is_the_same_version(shield):
    me = await shield()
    native = me.do("post", by="harasser", text="@figure bonjour")
    _, (first,) = await read(me)
    look = await me.platform.look(sought(me, native))
    (again,) = events(me, look)
    assert look.fate is Fate.THERE
    assert (again.uri, again.revision, again.text) == (first.uri, first.revision, first.text)
    assert look.versions == b""


async def test_a_later_look_brings_the_edit_with_the_versions_before_it(shield):
    me = await shield()
    native = me.do("post", by="harasser", text="@figure je vais te trouver")
    me.do("edit", id=native, text="@figure bonne journée")
    look = await me.platform.look(sought(me, native))
    (mention,) = events(me, look)
    assert mention.edited
    assert "je vais te trouver" in look.versions.decode()


@pytest.mark.parametrize("flavour", ["mastodon", "gotosocial"])
async def test_a_deletion_is_told(shield, flavour):
    me = await shield(flavour)
    native = me.do("post", by="harasser", text="@figure vite")
    me.do("delete", id=native)
    look = await me.platform.look(sought(me, native))
    assert look.fate is Fate.DELETED
    assert [(type(one), one.uri) for one in events(me, look)] == [(Deleted, sought(me, native).uri)]


async def test_a_suspension_is_not_a_deletion(shield):
    me = await shield()
    native = me.do("post", by="harasser", text="@figure vite")
    me.do("suspend", whom="harasser")
    look = await me.platform.look(sought(me, native))
    assert look.fate is Fate.SUSPENDED
    (event,) = events(me, look)
    assert isinstance(event, Identity)
    assert event.account == f"mastodon:{me.options.home}/{me.world.called('harasser').id}"


async def test_a_block_by_the_author_is_not_a_deletion(shield):
    me = await shield()
    public = me.do("post", by="harasser", text="@figure devant tous")
    private = me.do("post", by="harasser", text="@figure entre nous", visibility="direct")
    me.do("block", by="harasser", whom="figure")
    look = await me.platform.look(sought(me, public))
    assert look.fate is Fate.HIDDEN
    assert [one.text for one in events(me, look)] == ["@figure devant tous"]
    assert (await me.platform.look(sought(me, private))).fate is Fate.UNKNOWN


async def test_a_witness_who_names_the_muted_one_is_found_in_the_thread(shield):
    me = await shield()
    native = me.do("post", by="harasser", text="@figure une insulte")
    me.do("mute", by="figure", whom="harasser")
    me.do("post", by="friend", text="@figure @harasser laissez-la", reply_to=native)
    me.do("post", by="friend", text="@harasser honte à vous", reply_to=native)
    found = await me.platform.around(sought(me, native))
    texts = [event.text for one in found for event in normalise(one, me.protected)]
    assert texts == ["@figure @harasser laissez-la"]
