"""What only the server can say is asked while I wait at the page: what a measure would cut, and by what an account comes."""

import asyncio
import re
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from bot.config import ConfigFile
from bot.evidence.chain import verify
from bot.evidence.master import MasterKey
from bot.model.delivery import Status
from bot.model.docket import Docket
from bot.model.measure import LimitDomain
from bot.model.reason import Severity
from bot.model.seat import Grant, Role
from bot.moderating.asking import Asking, of_server
from bot.platforms.desk import COVERED
from bot.store import dockets, measures, outbox, read, rolls
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.web import calling
from bot.web.desking import place
from bot.web.house import House
from bot.web.spoken import spoken
from tests.commands.scene import CONFIG
from tests.community.making import OUEST, shield
from tests.doubles.mastodon import Double
from tests.doubles.mastodon_admin_world import FEDERATION, MODERATOR, DomainRule
from tests.moderating.desk import SCOPES
from tests.web.conftest import World
from tests.web.ouest import moderator

SERVED = """
[network]
allow_loopback = true
[[community]]
name = "ouest"
members = "local"
posts = "none"
by_one = ["suspend_domain"]
  [community.desk]
  platform = "mastodon"
  handle = "moderation"
  server = "{base}"
  secret = {{ env = "DESK" }}
"""
SLOW = {"kind": "latency", "path": "/api/", "seconds": 1.5, "count": 99}
CUT = {"name": "nord.test", "what": "suspend_domain"}
FR = spoken("fr")


@dataclass
class Ouest:
    """The pages of Ouest, whose server runs, with `lea` and `ines`, whom `pest` of nord.test knows."""

    double: Double
    world: World

    @property
    def there(self):
        return self.double.world

    def key(self, name):
        return f"mastodon:{self.double.world.host}/{self.there.called(name).id}"

    def path(self, name="pest"):
        one = Docket(
            person=OUEST,
            subject=self.key(name),
            severity=Severity.HIGH,
            member=name == "lea",
            first_at=self.world.now,
            last_at=self.world.now,
        )
        with self.world.store.writing() as connection:
            dockets.put(connection, one)
        return f"/desk/{place(one.subject)}"

    async def at_desk(self, *also, role=Role.MODERATOR, name="Alix"):
        return await asyncio.to_thread(moderator, self.world, name, role, also=frozenset(also))

    def chain(self):
        with self.world.store.reading() as connection:
            found = list(read.chain(connection, OUEST))
        assert not list(verify(found))
        return found

    def events(self):
        return [one.event for one in self.chain() if not one.event.startswith(("seat", "session"))]

    def ordered(self, subject):
        with self.world.store.reading() as connection:
            return [(one.does, one.status) for one in outbox.on_subject(connection, OUEST, subject)]


async def get(guest, path):
    return (await asyncio.to_thread(guest.get, path)).text


async def post(guest, path, page="/desk", **fields):
    return await asyncio.to_thread(guest.post, path, page, **fields)


def members(text):
    """Who is named, in their order."""
    return re.findall(r"<li><bdi>([^<]+)</bdi>", text)


@pytest.fixture
async def here(tmp_path):
    double = Double()
    for name in ("moderation", "lea", "ines"):
        double.world.join(name)
    for name in ("pest", "friend"):
        double.world.join(name, "nord.test")
    double.world.scopes = SCOPES
    double.world.admin.roles[double.world.called("moderation").id] = MODERATOR | FEDERATION
    lea, ines, pest, friend = (double.world.called(name).id for name in ("lea", "ines", "pest", "friend"))
    double.world.follows |= {(lea, pest), (lea, friend), (ines, friend), (pest, lea)}
    await double.start()
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.format(url="sqlite:///unused.db", language="fr") + SERVED.format(base=double.base))
    store = Store(f"sqlite:///{tmp_path / 'rempart.db'}", MasterKey(bytes(32)))
    migrate(store)
    secrets = {"NOWHERE_SET": "x", "DESK": double.world.called("moderation").token}
    one = Ouest(double, World(config, House(ConfigFile(config, secrets), store)))
    yield one
    await double.stop()
    store.close()


async def test_i_see_whose_follows_are_cut_before_i_ask_for_a_suspension(here):
    path, guest = f"{here.path()}/measure", await here.at_desk(Grant.MEASURE)
    noa = await here.at_desk(Grant.MEASURE, name="Noa")
    text = await get(guest, f"{path}?what=suspend")
    assert 'value="foresee"' in text
    assert 'value="order"' not in text
    assert here.events() == []
    text = (await post(guest, path, what="suspend", do="foresee", statement="Trois menaces.")).text
    assert members(text) == ["lea"]
    assert "1 abonnement à vos membres serait touché" in text
    assert "nord.test" not in text
    assert "Trois menaces." in text
    assert 'value="order"' in text
    assert here.events() == ["measure:foreseen"]
    assert (await post(guest, path, what="suspend", do="order")).status_code == 303
    assert here.ordered(here.key("pest")) == [("suspend", Status.HELD)]
    assert f'href="{here.path()}"' in await get(noa, "/people")


async def test_a_mild_measure_needs_no_such_look_and_may_have_one(here):
    path, guest = f"{here.path('lea')}/measure", await here.at_desk()
    text = await get(guest, f"{path}?what=limit")
    assert 'value="foresee"' in text
    assert 'value="order"' in text
    text = (await post(guest, path, what="limit", do="foresee", **{"for": "7d"})).text
    assert "Aucun abonnement ne serait touché" in text
    assert re.search(r'value="7d" selected', text)
    assert "foresee" not in await get(guest, f"{path}?what=warn")


async def test_a_page_that_is_only_looked_at_asks_the_server_nothing(here):
    here.double.faults.append(SLOW | {"kind": "status"})
    guest, path = await here.at_desk(Grant.KIN, Grant.MEASURE), here.path()
    for each in (f"{path}/measure?what=suspend", "/desk/domain?name=nord.test", f"{path}/kin", path):
        text = await get(guest, each)
        assert "trouble" not in text, each
    assert here.events() == []


@pytest.mark.parametrize("why", ["silent", "unread", "token", "denied"])
async def test_where_the_server_says_nothing_the_page_says_so_and_still_works(here, monkeypatch, why):
    path, guest = f"{here.path()}/measure", await here.at_desk(Grant.MEASURE)
    if why == "silent":
        monkeypatch.setattr(calling, "PATIENCE", 0.3)
        here.double.faults.append(SLOW.copy())
    elif why == "unread":
        desk = here.world.house.config.communities[0].desk
        monkeypatch.setattr(type(desk.secret), "missing", "no such file", raising=False)
    elif why == "token":
        here.there.called("moderation").token = "another"
    else:
        here.there.admin.roles.clear()
    text = (await post(guest, path, what="suspend", do="foresee")).text
    assert FR.say(f"web.calling.{why}") in text
    assert 'value="order"' in text
    answer = await post(guest, "/desk/domain", do="foresee", **CUT)
    assert (answer.status_code, 'value="order"' in answer.text) == (200, False)
    assert (await post(guest, path, what="suspend", do="order")).status_code == 303


async def test_of_a_server_i_see_first_who_of_us_is_bound_to_it(here):
    guest = await here.at_desk(Grant.MEASURE)
    text = (await post(guest, "/desk/domain", do="foresee", name=" Nord.TEST ", what="suspend_domain")).text
    assert members(text) == ["lea", "ines", "lea"]
    assert text.index("3 abonnements de vos membres") < text.index("1 abonnement à vos membres")
    assert text.index("1 abonnement à vos membres") < text.index('value="order"')
    assert "pest" not in text
    assert here.events() == ["measure:foreseen"]


async def test_whoever_left_the_community_is_named_to_no_moderator(here):
    guest = await here.at_desk(Grant.MEASURE)
    with here.world.store.writing() as connection:
        rolls.put(connection, OUEST, f"lea@{here.there.host}", rolls.Said(rolls.State.LEFT, "", here.world.now))
    text = (await post(guest, "/desk/domain", do="foresee", **CUT)).text
    assert (members(text), "3 abonnements de vos membres" in text) == (["ines"], True)


async def test_a_server_is_cut_off_by_two_who_saw_it_and_by_nobody_alone(here):
    alix, noa = await here.at_desk(Grant.MEASURE), await here.at_desk(Grant.MEASURE, name="Noa")
    unseen = await post(alix, "/desk/domain", do="order", statement="Des vagues entières.", **CUT)
    assert (unseen.status_code, "sans l’avoir vu" in unseen.text) == (409, True)
    text = (await post(alix, "/desk/domain", do="foresee", **CUT)).text
    (seen,) = re.findall(r'name="seen" value="(\w+)"', text)
    for other in ({"what": "limit_domain"}, {"name": "sud.test"}):
        assert (await post(alix, "/desk/domain", do="order", seen=seen, **(CUT | other))).status_code == 409
    assert (await post(noa, "/desk/domain", do="order", seen=seen, **CUT)).status_code == 409
    answer = await post(alix, "/desk/domain", do="order", seen=seen, statement="Des vagues entières.", **CUT)
    assert answer.headers["location"] == "/desk/domain?said=measure_proposed"
    assert here.ordered("domain:nord.test") == [("suspend_domain", Status.HELD)]
    people = await get(noa, "/people")
    assert 'href="/desk/domain#done"' in people
    assert "nord.test" in await get(noa, "/desk/domain")
    (proposal,) = set(re.findall(r'name="proposal" value="(\w+)"', people))
    assert (await post(alix, "/people/agree", "/people", proposal=proposal)).status_code in {403, 409}
    assert (await post(noa, "/people/agree", "/people", proposal=proposal)).status_code == 303
    await asyncio.to_thread(here.world.house.errands.run)
    assert here.ordered("domain:nord.test") == [("suspend_domain", Status.PLANNED)]
    (one,) = re.findall(r'href="(/statements/[\w-]+)"', await get(noa, "/statements"))
    assert "Des vagues entières." in await get(noa, one)


async def test_where_the_community_lets_one_decide_i_write_the_server_once_more(here):
    guest = await here.at_desk(Grant.MEASURE)
    text = (await post(guest, "/desk/domain", do="foresee", **CUT)).text
    (seen,) = re.findall(r'name="seen" value="(\w+)"', text)
    wrong = await post(guest, "/desk/domain", do="order", seen=seen, handle="sud.test", **CUT)
    assert (wrong.status_code, here.ordered("domain:nord.test")) == (409, [])
    await post(guest, "/desk/domain", do="order", seen=seen, handle="nord.test", **CUT)
    assert here.ordered("domain:nord.test") == [("suspend_domain", Status.PLANNED)]
    assert (await post(guest, "/desk/domain", do="foresee", name="nord.test", what="limit_domain")).status_code == 200


async def test_a_rule_that_is_there_already_is_said_in_words(here):
    guest = await here.at_desk(Grant.MEASURE)
    here.there.admin.rules["7"] = DomainRule("7", "nord.test", "silence", here.there.now())
    text = (await post(guest, "/desk/domain", do="foresee", name="nord.test", what="limit_domain")).text
    assert "C’est déjà ainsi" in text
    assert 'value="order"' not in text
    text = (await post(guest, "/desk/domain", do="foresee", **CUT)).text
    assert "elle sera durcie" in text
    assert 'value="order"' in text
    text = (await post(guest, "/desk/domain", do="foresee", name="a.nord.test", what="suspend_domain")).text
    assert "il n’en accepte pas une seconde" in text


async def test_what_the_server_would_not_have_is_said_in_words_too(here):
    guest = await here.at_desk(Grant.MEASURE)
    house, about = here.world.house, of_server(shield(), "nord.test", here.world.now)
    Asking(here.world.store, shield(), house.admission.every(OUEST)[0], here.world.now).order(
        about, LimitDomain(domain="nord.test")
    )
    with here.world.store.writing() as connection:
        (one,) = measures.latest(connection, OUEST, ["limit_domain"], 10)
        outbox.settle(connection, replace(one, status=Status.REFUSED, trouble=COVERED))
    text = await get(guest, "/desk/domain")
    assert "une règle plus douce couvre déjà" in text
    assert "stands in the way" not in text


@pytest.mark.parametrize(("name", "said"), [("nord test", "pas le nom"), ("127.0.0.1", "pas le nom"), ("", "pas le")])
async def test_what_is_no_server_is_not_asked_about(here, name, said):
    guest = await here.at_desk(Grant.MEASURE)
    answer = await post(guest, "/desk/domain", do="foresee", name=name, what="suspend_domain")
    assert (answer.status_code, said in answer.text) == (409, True)
    assert here.events() == []


async def test_the_limit_of_a_server_is_taken_back_from_where_it_stands(here):
    guest = await here.at_desk(Grant.MEASURE)
    text = (await post(guest, "/desk/domain", do="foresee", name="nord.test", what="limit_domain")).text
    (seen,) = re.findall(r'name="seen" value="(\w+)"', text)
    await post(guest, "/desk/domain", do="order", seen=seen, name="nord.test", what="limit_domain")
    (undo,) = re.findall(r'href="(/trail/undo\?delivery=\w+)"', await get(guest, "/desk/domain"))
    shown = await get(guest, undo)
    fields = dict(re.findall(r'name="(delivery|seen|until)" value="([^"]+)"', shown))
    assert (await post(guest, "/undo", undo, **fields)).status_code == 303
    with here.world.store.reading() as connection:
        (one,) = measures.latest(connection, OUEST, ["limit_domain"], 10)
    assert (one.status, one.what.action) == (Status.CANCELLED, LimitDomain(domain="nord.test"))


async def test_the_server_of_an_account_is_found_for_who_asks_and_the_trail_says_so(here):
    path, guest = here.path(), await here.at_desk()
    assert 'action="/desk/domain"' in await get(guest, path)
    assert (await post(guest, "/desk/domain", do="of", of=path.removeprefix("/desk/"))).status_code == 200
    assert here.events() == ["account:viewed"]
    assert (await post(guest, "/desk/domain", do="of", of="0" * 16)).status_code == 404
    observer = await here.at_desk(role=Role.OBSERVER, name="Sacha")
    assert (await asyncio.to_thread(observer.get, "/desk/domain")).status_code == 403


async def test_by_what_an_account_comes_is_shown_to_the_role_that_may_see_it_and_kept_nowhere(here):
    here.there.admin.ips[here.there.called("lea").id] = "203.0.113.7"
    path = here.path("lea")
    kin, plain = await here.at_desk(Grant.KIN), await here.at_desk(name="Noa")
    assert f"{path}/kin" in await get(kin, path)
    assert f"{path}/kin" not in await get(plain, path)
    assert (await post(plain, f"{path}/kin")).status_code == 403
    assert (await asyncio.to_thread(plain.get, f"{path}/kin")).status_code == 403
    assert here.events() == []
    text = (await post(kin, f"{path}/kin")).text
    assert "lea@mail.test" in text
    assert "203.0.113.7" in text
    assert here.events() == ["kin:viewed"]
    (line,) = [one.payload for one in here.chain() if one.event == "kin:viewed"]
    assert (line["by"], set(line)) == ("Alix", {"by", "account"})
    for kept in here.world.scene.parent.glob("rempart.db*"):
        assert not re.search(rb"lea@mail|mail\.test|203\.0\.113", kept.read_bytes()), kept


async def test_who_sees_addresses_but_no_desk_sees_no_account_of_it(here):
    path, observer = here.path("lea"), await here.at_desk(Grant.KIN, role=Role.OBSERVER, name="Sacha")
    assert (await post(observer, f"{path}/kin", "/board")).status_code == 403
    assert here.events() == []


async def test_what_was_not_shown_stands_in_no_trail(here):
    here.double.faults.append({"kind": "status", "path": "/api/v1/admin"})
    path, guest = here.path("lea"), await here.at_desk(Grant.KIN)
    assert FR.say("web.calling.silent") in (await post(guest, f"{path}/kin")).text
    assert here.events() == []


async def test_no_more_wait_at_once_than_there_are_lines(here, monkeypatch):
    monkeypatch.setattr(calling, "PATIENCE", 0.2)
    here.double.faults.append(SLOW.copy())
    path, guest = here.path(), await here.at_desk()
    for _ in range(calling.LINES + 1):
        assert FR.say("web.calling.silent") in (await post(guest, f"{path}/measure", what="limit", do="foresee")).text
    here.double.faults.clear()


async def test_a_labelers_desk_has_no_servers_and_no_addresses(here):
    config = here.world.scene
    text = config.read_text().partition("[[community]]")[0].replace("[network]\nallow_loopback = true\n", "")
    config.write_text(text + BLEU)
    here.world.house.anew()
    guest, path = await here.at_desk(Grant.KIN), here.path()
    assert [(await asyncio.to_thread(guest.get, one)).status_code for one in ("/desk/domain", f"{path}/kin")] == [
        404
    ] * 2
    assert "/desk/domain" not in await get(guest, path) + await get(guest, "/desk") + await get(guest, "/board")


BLEU = """
[[community]]
name = "ouest"
members = ["lea.test"]
  [community.desk]
  platform = "ozone"
  handle = "equipe.test"
  secret = { env = "NOWHERE_SET" }
  labeler = "did:plc:ar7c4by46qjdydhdevvrndac"
"""
