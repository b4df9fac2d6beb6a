"""A version that looks wrong does nothing: what held before holds, and I am told."""

import msgspec
import pytest
from msgspec.structs import replace

from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import CANARY, actor, domain
from bot.blocklists.formats.rempart import SPEC, Head, write
from bot.blocklists.guard import Trouble
from bot.blocklists.identifier import names
from bot.blocklists.signing import digest, note
from bot.blocklists.subscription import Outcome, Taking, Terms
from bot.errors import Refused
from bot.evidence.checkpoint import Signer, Verifier
from bot.subscribing.importing import bring
from bot.subscribing.report import Report
from tests.subscribing.conftest import NOON


def listing(count, *more, first=0):
    rows = [f"h{number}.test,suspend" for number in range(first, first + count)]
    return "\n".join(["domain,severity", *rows, *more, ""])


def hosts(count, *more, first=0):
    return {f"h{number}.test" for number in range(first, first + count)} | set(more)


def said(camille):
    return msgspec.json.decode(camille.latest().why, type=Report)


def troubles(camille):
    return {one.trouble for one in said(camille).findings}


@pytest.mark.parametrize(
    ("after", "trouble"),
    [
        (listing(70), Trouble.SHRANK),
        (listing(160), Trouble.GREW),
        (listing(130), Trouble.SURGED),
        (listing(100, first=100), Trouble.SHRANK),
    ],
)
async def test_a_version_that_jumps_waits_for_me(camille, publisher, after, trouble):
    publisher.put("/l.csv", listing(100))
    await camille.first("/l.csv")
    publisher.put("/l.csv", after)
    await camille.later()
    assert trouble in troubles(camille)
    assert camille.waits()
    assert camille.holds() == hosts(100)
    assert len(camille.told()) == 2  # the first version, which waited, and this one


async def test_what_waits_for_me_is_taken_when_i_accept_it_and_never_offered_again_when_i_refuse(camille, publisher):
    publisher.put("/l.csv", listing(100))
    whose = await camille.first("/l.csv")
    publisher.put("/l.csv", listing(10))
    await camille.later()
    camille.accept()
    assert camille.holds() == hosts(10)
    publisher.put("/l.csv", listing(100))
    await camille.later()
    camille.keeping.refuse(camille.subscribing.called("ouest"), camille.latest().digest, "camille", camille.now)
    told = len(camille.told())
    publisher.put("/l.csv", listing(100) + "\n")
    await camille.later()
    assert (camille.standing(), camille.holds(), len(camille.told())) == (Outcome.REFUSED, hosts(10), told)
    with pytest.raises(Refused):
        camille.keeping.accept(whose, camille.latest().digest, "camille", camille.now)


async def test_what_its_publisher_withdrew_and_says_again_waits_for_me_again(camille, publisher):
    publisher.put("/l.csv", listing(5))
    await camille.first("/l.csv", taking=Taking.ASKS)
    for count, waits in ((6, True), (5, False), (6, True)):
        publisher.put("/l.csv", listing(count))
        await camille.later()
        assert camille.waits() is waits
    camille.accept()
    assert len(camille.holds()) == 6


async def test_i_cannot_accept_by_mistake_what_came_after_i_looked(camille, publisher):
    publisher.put("/l.csv", listing(100))
    whose = camille.follow("/l.csv")
    await camille.rounds.round()
    seen = camille.latest().digest
    publisher.put("/l.csv", listing(90))
    await camille.later()
    with pytest.raises(Refused, match="another version"):
        camille.keeping.accept(whose, seen, "camille", camille.now)
    assert camille.latest().version == 1
    camille.accept()
    assert camille.holds() == hosts(90)


async def test_an_empty_version_is_refused_and_nobody_can_accept_it(camille, publisher):
    publisher.put("/l.csv", listing(100))
    whose = await camille.first("/l.csv")
    publisher.put("/l.csv", listing(0))
    await camille.later()
    assert (troubles(camille), camille.standing()) == ({Trouble.EMPTIED}, Outcome.REFUSED)
    assert camille.holds() == hosts(100)
    assert len(camille.told()) == 2
    with pytest.raises(Refused):
        camille.keeping.accept(whose, camille.latest().digest, "camille", camille.now)


async def test_a_list_that_loses_its_canary_is_not_believed(camille, publisher):
    publisher.put("/l.csv", listing(100, f"{CANARY},suspend"))
    await camille.first("/l.csv")
    publisher.put("/l.csv", listing(100))
    await camille.later()
    assert troubles(camille) == {Trouble.LOST_CANARY}
    assert camille.waits()
    assert camille.holds() == hosts(100)


@pytest.mark.parametrize("row", ["amie@loin.test", "amie@LOIN.test", "https://loin.test/users/amie"])
async def test_a_version_that_names_whom_i_follow_waits(camille, publisher, row):
    camille.follows("mastodon:chez.test/12", "Amie@loin.test")
    publisher.put("/l.csv", "Account address\nfacheux@ailleurs.test\n")
    await camille.first("/l.csv")
    publisher.put("/l.csv", f"Account address\nfacheux@ailleurs.test\n{row}\n")
    await camille.later()
    assert troubles(camille) == {Trouble.HITS_FOLLOWED}
    assert camille.holds() == {"facheux@ailleurs.test"}


async def test_whom_i_spared_by_their_address_keeps_no_version_back_that_names_them_otherwise(camille, publisher):
    camille.follows("mastodon:chez.test/12", "Amie@loin.test")
    publisher.put("/l.csv", "Account address\nfacheux@ailleurs.test\n")
    await camille.first("/l.csv")
    camille.subscribing.exclude(actor("https://loin.test/users/Amie"), "", "camille", camille.now)
    publisher.put("/l.csv", "Account address\nfacheux@ailleurs.test\namie@loin.test\n")
    await camille.later()
    assert camille.holds() == {"facheux@ailleurs.test", "amie@loin.test"}


async def test_so_does_one_that_names_their_whole_server_unless_i_spared_it(camille, publisher):
    camille.follows("mastodon:chez.test/12", "amie@petit.loin.test")
    publisher.put("/l.csv", listing(3))
    await camille.first("/l.csv")
    publisher.put("/l.csv", listing(3, "loin.test,suspend"))
    await camille.later()
    assert troubles(camille) == {Trouble.HITS_FOLLOWED}
    camille.subscribing.exclude(domain("loin.test"), "", "camille", camille.now)
    publisher.put("/l.csv", listing(4, "loin.test,suspend"))
    await camille.later()
    assert camille.holds() == hosts(4, "loin.test")


class Signing:
    """Somebody who publishes a list and signs it."""

    def __init__(self):
        self.signer = Signer("un-autre.test", b"\x01" * 32)
        self.name = names()

    def document(self, version, count, **other):
        said = [
            Change(
                id=self.name(NOON),
                type=Type.RECOMMENDATION,
                at=NOON,
                entity=domain(f"h{one}.test"),
                policy=Policy.REJECT,
            )
            for one in range(count)
        ]
        by = other.get("by", self.signer)
        name = other.get("name", "nord")
        head = Head(spec=SPEC, list=name, title="Nord", version=version)
        signed = note(by, name, version, other.get("digest", digest(head, said))) if by else ""
        return b"".join(write(said, replace(head, title=other.get("title", "Nord"), note=signed)))

    @property
    def key(self):
        return str(self.signer.verifier)


@pytest.mark.parametrize(
    ("other", "trouble"),
    [
        ({"by": None}, Trouble.UNSIGNED),
        ({"by": Signer("un-autre.test", b"\x02" * 32)}, Trouble.OTHER_KEY),
        ({"name": "sud"}, Trouble.OTHER_NAME),
        ({"digest": "0" * 64}, Trouble.WRONGLY_SIGNED),
        ({"title": "Mes amis"}, Trouble.WRONGLY_SIGNED),
    ],
)
async def test_a_version_without_the_right_signature_is_refused(camille, publisher, other, trouble):
    nord = Signing()
    publisher.put("/l.json", nord.document(1, 20), "application/json")
    await camille.first("/l.json", verifier=nord.key)
    publisher.put("/l.json", nord.document(2, 21), "application/json")
    await camille.later()
    assert camille.holds() == hosts(21)
    publisher.put("/l.json", nord.document(3, 22, **other), "application/json")
    await camille.later()
    assert (troubles(camille), camille.standing()) == ({trouble}, Outcome.REFUSED)
    assert camille.holds() == hosts(21)
    assert len(camille.told()) == 2


async def test_an_old_version_that_was_signed_then_is_not_taken_for_news(camille, publisher):
    nord = Signing()
    old = nord.document(1, 20)
    publisher.put("/l.json", nord.document(2, 21), "application/json")
    await camille.first("/l.json", verifier=nord.key)
    publisher.put("/l.json", old, "application/json")
    await camille.later()
    assert troubles(camille) == {Trouble.OLDER}
    assert Verifier.parse(nord.key)
    assert camille.holds() == hosts(21)


async def test_neither_is_it_after_however_many_that_were_refused(camille, publisher):
    nord = Signing()
    old = nord.document(1, 20)
    publisher.put("/l.json", nord.document(2, 21), "application/json")
    await camille.first("/l.json", verifier=nord.key)
    for version in range(3, 26):
        publisher.put("/l.json", nord.document(version, 20 + version, by=None), "application/json")
        await camille.later()
    publisher.put("/l.json", old, "application/json")
    await camille.later()
    assert (troubles(camille), camille.standing()) == ({Trouble.OLDER}, Outcome.REFUSED)
    assert camille.holds() == hosts(21)


@pytest.mark.parametrize(
    ("other", "trouble"),
    [
        ({"by": None}, Trouble.UNSIGNED),
        ({"by": Signer("un-autre.test", b"\x02" * 32)}, Trouble.OTHER_KEY),
        ({"name": "sud"}, Trouble.OTHER_NAME),
        ({"version": 1}, Trouble.OLDER),
    ],
)
async def test_where_i_chose_no_key_i_am_asked_when_another_takes_the_pen(camille, publisher, other, trouble):
    nord = Signing()
    publisher.put("/l.json", nord.document(2, 20), "application/json")
    await camille.first("/l.json")
    publisher.put("/l.json", nord.document(**{"version": 3, "count": 21} | other), "application/json")
    await camille.later()
    assert (troubles(camille), camille.standing()) == ({trouble}, Outcome.HELD)
    assert camille.holds() == hosts(20)
    camille.accept()
    publisher.put("/l.json", nord.document(**{"version": 4, "count": 22} | other), "application/json")
    await camille.later()
    assert camille.holds() == hosts(22)


async def test_a_list_that_grows_a_little_at_a_time_asks_me_once_it_has_come_far(camille, publisher):
    publisher.put("/l.csv", listing(100))
    await camille.first("/l.csv")
    for count in (110, 120, 130):
        publisher.put("/l.csv", listing(count))
        await camille.later()
    assert (troubles(camille), camille.waits(), camille.holds()) == ({Trouble.SURGED}, True, hosts(120))
    (found,) = said(camille).findings
    assert (found.since, found.before, found.count) == (1, 100, 30)
    camille.accept()
    publisher.put("/l.csv", listing(145))
    await camille.later()
    assert camille.holds() == hosts(145)


async def test_what_a_version_takes_off_holds_at_once_though_what_it_adds_waits(camille, publisher):
    publisher.put("/l.csv", listing(100))
    await camille.first("/l.csv")
    told = len(camille.told())
    publisher.put("/l.csv", listing(130, first=10).replace("h10.test,suspend", "h10.test,silence"))
    await camille.later()
    assert camille.holds() == hosts(90, first=10)
    assert (camille.waits(), troubles(camille), len(camille.told())) == (True, {Trouble.SURGED}, told + 1)
    await camille.later()
    assert (camille.latest().version, len(camille.told())) == (3, told + 1)
    camille.accept()
    assert camille.holds() == hosts(130, first=10)


async def test_but_not_where_it_takes_off_too_many_or_i_asked_to_see_each(camille, publisher):
    publisher.put("/l.csv", listing(100))
    await camille.first("/l.csv")
    await camille.first("/l.csv", "nord", taking=Taking.ASKS)
    publisher.put("/l.csv", listing(140, first=10))
    await camille.later()
    assert camille.holds("nord") == hosts(100)
    publisher.put("/l.csv", listing(140, first=30))
    await camille.later()
    assert camille.holds("nord") == hosts(100)
    assert Trouble.SHRANK in troubles(camille)
    assert camille.holds() == hosts(90, first=10)


async def test_so_it_is_with_a_list_that_i_bring_as_a_file(camille):
    def bring_(text):
        given = text.encode(), "ouest", Terms(taking=Taking.ITSELF), "camille", camille.now
        bring(camille.store, camille.subscribing, "l.csv", *given)

    bring_(listing(100))
    camille.accept()
    bring_(listing(101))
    assert camille.holds() == hosts(101)
    bring_(listing(130, first=10))
    assert (camille.waits(), camille.holds()) == (True, hosts(91, first=10))


async def test_a_version_that_makes_all_it_names_graver_waits(camille, publisher):
    publisher.put("/l.csv", listing(100).replace("suspend", "silence"))
    await camille.first("/l.csv")
    publisher.put("/l.csv", listing(100))
    await camille.later()
    assert (troubles(camille), camille.waits()) == ({Trouble.GREW}, True)


async def test_a_list_that_cannot_be_read_for_a_day_is_told_once(camille, publisher):
    publisher.put("/l.csv", listing(100))
    await camille.first("/l.csv")
    publisher.fail("/l.csv")
    for _ in range(12):
        await camille.later(hours=8)
    assert camille.holds() == hosts(100)
    assert len(camille.told()) == 2
    asked = len(publisher.seen)
    await camille.later(minutes=20)
    assert len(publisher.seen) == asked  # the longer it lasts, the less often it is asked
