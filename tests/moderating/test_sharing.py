"""I show my moderators what I choose of what everybody can read, and take it back whenever I want."""

import asyncio
import html

import msgspec
import pytest
from sqlalchemy import text

from bot.config import ConfigFile
from bot.erasure.plan import Erasure
from bot.erasure.spared import Target
from bot.errors import KeyMissing, Refused
from bot.evidence.chain import verify
from bot.evidence.pseudonym import pseudonym
from bot.keyring import keep, load
from bot.model.mention import Kind
from bot.model.seat import Role, Seat
from bot.moderating.enrolling import say
from bot.moderating.sharing import Copy, Sharing, public
from bot.recording import records
from bot.store import read, shares, write
from bot.store.rolls import State
from bot.store.rows import place
from bot.web.given import reveal
from bot.web.house import House
from tests.commands.scene import THREAT, Scene
from tests.moderating.conftest import BLEU
from tests.web.conftest import World

AT = f"/review/{place('at://did:plc:rancunier/app.bsky.feed.post/1')}.1"


class Town(World):
    def kept(self, who="rancunier"):
        with self.store.reading() as connection:
            return read.mention(connection, self.scene.uri(who))[0]

    def sharing(self, role=Role.HOLDER, person="camille"):
        seat = Seat(id="s", person=person, name="Camille", role=role)
        return Sharing(self.store, self.house.config.people[0], seat)

    @property
    def bleu(self):
        return self.house.config.communities[0]

    def given(self):
        with self.store.reading() as connection:
            return shares.shown(connection, "bleu", 100)

    def opened(self, exhibit):
        with self.store.reading() as connection:
            raw = read.content(connection, self.store.master, exhibit)
        return raw, msgspec.msgpack.decode(raw, type=Copy)

    def chain_of(self, whose):
        with self.store.reading() as connection:
            chain = list(read.chain(connection, whose))
        assert not list(verify(chain))
        return chain


@pytest.fixture
def town(tmp_path):
    scene = Scene(tmp_path, f"sqlite:///{tmp_path / 'rempart.db'}", "fr")
    asyncio.run(scene.play())
    with scene.config.open("a") as file:
        file.write(BLEU.format(members='["camille.test"]', out="[]"))
    house = House(ConfigFile(scene.config, {"NOWHERE_SET": "x"}), scene.place.open())
    yield Town(scene, house)
    scene.process.close()
    house.store.close()


def test_they_get_the_post_that_i_chose_and_nothing_else_of_mine(town):
    exhibit = town.sharing().share(town.kept(), town.bleu, town.now)
    raw, copy = town.opened(exhibit)
    assert (copy.mention.text, copy.mention.person) == (THREAT, "bleu")
    assert b"camille" not in raw.replace(b"did:plc:camille", b"")  # not what I am called here
    with town.store.reading() as connection:
        assert read.count(connection, "exhibit", {"person": "bleu"}) == 1
        theirs = records.read(read.content(connection, town.store.master, town.kept().exhibit))
    assert copy.mention == msgspec.structs.replace(theirs.facts.mention, person="bleu", desk="desk:bleu")
    assert [one.exhibit for one in town.given()] == [town.kept().exhibit]


def test_it_stands_in_my_chain_and_in_theirs_where_i_am_not_named(town):
    town.sharing().share(town.kept(), town.bleu, town.now)
    town.sharing().share(town.kept(), town.bleu, town.now)  # twice is once
    mine, theirs = town.chain_of("camille")[-1], town.chain_of("bleu")
    assert (mine.event, mine.payload["by"], mine.payload["community"]) == ("evidence:shared", "Camille", "bleu")
    assert [one.event for one in theirs] == ["evidence:shared"]
    assert "amille" not in str(theirs[0].payload)
    assert theirs[0].payload["mention"] != mine.payload["mention"]


def test_what_i_take_back_nobody_can_read_and_both_chains_hold(town):
    exhibit = town.sharing().share(town.kept(), town.bleu, town.now)
    town.sharing().withdraw(town.kept(), "bleu", town.now)
    with pytest.raises(KeyMissing):
        town.opened(exhibit)
    assert town.given() == []
    for whose in ("camille", "bleu"):
        assert town.chain_of(whose)[-1].event == "evidence:withdrawn"
    with town.store.reading() as connection:
        assert read.content(connection, town.store.master, town.kept().exhibit)  # mine stays mine
    with pytest.raises(Refused, match="not shared"):
        town.sharing().withdraw(town.kept(), "bleu", town.now)
    again = town.sharing().share(town.kept(), town.bleu, town.now)
    assert town.opened(again)[1].mention.text == THREAT


def erased(town, **what):
    with town.store.writing() as connection:
        connection.execute(text("UPDATE delivery SET status = 'cancelled'"))
    work = Erasure(town.store, town.scene.folder / "keys")
    return work.erase(Target(person="camille", **what), "me", town.now)


@pytest.mark.parametrize("what", [{}, {"account": "bluesky:did:plc:rancunier"}, {"uri": "rancunier"}])
def test_what_is_erased_for_me_is_erased_where_i_shared_it_too(town, what):
    exhibit = town.sharing().share(town.kept(), town.bleu, town.now)
    uri = town.kept().uri
    erased(town, **({"uri": uri} if "uri" in what else what))
    with pytest.raises(KeyMissing):
        town.opened(exhibit)
    assert town.given() == []
    last = town.chain_of("bleu")[-1]
    with town.store.writing() as connection:
        salt = write.salt(connection, town.store.master, "bleu")
    assert (last.event, last.payload["exhibit"]) == ("evidence:withdrawn", exhibit)
    assert last.payload["mention"] == pseudonym(salt, uri)
    assert "amille" not in str(last.payload)


def test_what_i_did_not_share_is_not_told_to_anybody_when_i_am_erased(town):
    erased(town)
    assert town.chain_of("bleu") == []


def test_no_backup_opens_what_i_took_back(town):
    keys = town.scene.folder / "keys"
    exhibit = town.sharing().share(town.kept(), town.bleu, town.now)
    keep(town.store, keys, town.now)
    assert exhibit in {name for _, name, _ in load(keys, town.store.master)}
    town.sharing().withdraw(town.kept(), "bleu", town.now)
    Erasure(town.store, keys).finish(town.now)
    assert exhibit not in {name for _, name, _ in load(keys, town.store.master)}


def test_a_community_that_is_erased_shows_nothing_more_and_i_may_share_with_it_anew(town):
    town.sharing().share(town.kept(), town.bleu, town.now)
    Erasure(town.store, town.scene.folder / "keys").erase(Target(person="bleu"), "me", town.now)
    assert town.given() == []
    assert "Partager avec bleu" in town.holder().get(AT).text


def test_a_direct_message_is_never_shared(town):
    direct = msgspec.structs.replace(town.kept(), kind=Kind.DIRECT.value)
    with pytest.raises(Refused, match="written to few"):
        town.sharing().share(direct, town.bleu, town.now)
    assert town.given() == []


@pytest.mark.parametrize(
    ("raw", "is_public"),
    [
        (b'{"status":{"visibility":"public"}}', True),
        (b'{"visibility":"unlisted"}', True),
        (b'{"status":{"visibility":"private"}}', False),
        (b'{"status":{"visibility":"direct"}}', False),
        (b'{"status":{}}', False),
        (b'{"last_status":{"visibility":"public"}}', False),
        (b'{"status":{"visibility":"local"}}', False),
        (b"no json", False),
    ],
)
def test_what_its_server_does_not_call_public_is_not_shared(town, raw, is_public):
    with town.store.reading() as connection:
        record = records.read(read.content(connection, town.store.master, town.kept().exhibit))
    arrival = msgspec.structs.replace(record.arrival, platform="mastodon", raw=raw)
    assert public(msgspec.structs.replace(record, arrival=arrival)) is is_public


def test_what_was_written_to_few_stays_with_me_though_it_is_a_mention(town, monkeypatch):
    monkeypatch.setattr("bot.moderating.sharing.public", lambda _: False)
    with pytest.raises(Refused, match="written to few"):
        town.sharing().share(town.kept(), town.bleu, town.now)
    assert town.given() == []


def test_who_is_not_on_the_roll_or_left_it_shows_nothing(town):
    with town.store.writing() as connection:
        say(connection, town.store.master, town.bleu, "bluesky:did:plc:camille", State.LEFT, "", town.now)
    with pytest.raises(Refused, match="not on the roll"):
        town.sharing().share(town.kept(), town.bleu, town.now)
    assert town.given() == []


@pytest.mark.parametrize("how", [{"role": Role.DELEGATE}, {"person": "somebody"}])
def test_nobody_shares_it_in_my_place(town, how):
    with pytest.raises(Refused, match="take evidence out"):
        town.sharing(**how).share(town.kept(), town.bleu, town.now)


def test_on_its_page_i_share_it_with_one_button_and_take_it_back_with_another(town):
    me = town.holder()
    assert "Partager avec bleu" in me.get(AT).text
    assert me.raw(f"{AT}/share", {"community": "bleu", "do": "share"}).status_code == 403  # no form of ours
    assert town.given() == []
    answer = me.post(f"{AT}/share", AT, community="bleu", do="share")
    assert answer.headers["location"] == f"{AT}?said=shown_to"
    assert len(town.given()) == 1
    assert "Partagé avec bleu." in me.get(AT).text
    me.post(f"{AT}/share", AT, community="bleu", do="withdraw")
    assert town.given() == []
    assert me.post(f"{AT}/share", AT, community="nobody", do="share").status_code == 404
    assert me.post(f"{AT}/share", AT, community="bleu").status_code == 400


def test_my_moderators_read_what_i_shared_once_they_ask_and_their_trail_says_so(town):
    door = town.house.admission
    one = Seat(id="", person="bleu", name="Alix", role=Role.MODERATOR)
    alix = town.browser().enter(door.link(door.invite(one, "bleu", town.now), town.now))
    assert "Rien n’est partagé" in alix.get("/desk/shared").text
    exhibit = town.sharing().share(town.kept(), town.bleu, town.now)
    veiled = alix.get("/desk/shared").text
    assert exhibit in veiled
    assert THREAT not in html.unescape(veiled)
    assert "rancunier" not in veiled
    assert "amille" not in veiled
    read_ = alix.post("/desk/shared", "/desk/shared", of=exhibit)
    assert THREAT in html.unescape(read_.text)
    last = town.chain_of("bleu")[-1]
    assert (last.event, last.payload["exhibit"], last.payload["by"]) == ("evidence:viewed", exhibit, "Alix")
    assert alix.post("/desk/shared", "/desk/shared", of=town.kept().exhibit).status_code == 409  # mine stays mine
    town.sharing().withdraw(town.kept(), "bleu", town.now)
    assert alix.post("/desk/shared", "/desk/shared", of=exhibit).status_code == 409
    assert exhibit not in alix.get("/desk/shared").text


def test_who_only_counts_for_my_community_reads_nothing_of_it(town):
    exhibit = town.sharing().share(town.kept(), town.bleu, town.now)
    with pytest.raises(Refused):
        reveal(town.store, Seat(id="s", person="bleu", name="Sol", role=Role.OBSERVER), exhibit, town.now)


def test_a_delegate_is_not_even_shown_the_button(town):
    assert "Partager avec bleu" not in town.guest("Noé").get(AT).text
