"""A version that looks wrong does nothing: what held before holds, and I am told."""

import pytest

from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import CANARY, actor, domain
from bot.blocklists.formats.rempart import SPEC, Head, write
from bot.blocklists.guard import Trouble
from bot.blocklists.identifier import names
from bot.blocklists.signing import digest, note
from bot.blocklists.subscription import Outcome
from bot.errors import Refused
from bot.evidence.checkpoint import Signer, Verifier
from tests.subscribing.conftest import NOON


def listing(count, *more, first=0):
    rows = [f"h{number}.test,suspend" for number in range(first, first + count)]
    return "\n".join(["domain,severity", *rows, *more, ""])


def hosts(count, *more, first=0):
    return {f"h{number}.test" for number in range(first, first + count)} | set(more)


def troubles(camille):
    import msgspec

    from bot.subscribing.report import Report

    return {one.trouble for one in msgspec.json.decode(camille.latest().why, type=Report).findings}


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
        signed = note(by, "nord", version, other.get("digest", digest(said))) if by else ""
        head = Head(spec=SPEC, list="nord", version=version, note=signed)
        return b"".join(write(said, head))

    @property
    def key(self):
        return str(self.signer.verifier)


@pytest.mark.parametrize(
    ("other", "trouble"),
    [
        ({"by": None}, Trouble.UNSIGNED),
        ({"by": Signer("un-autre.test", b"\x02" * 32)}, Trouble.WRONGLY_SIGNED),
        ({"digest": "0" * 64}, Trouble.WRONGLY_SIGNED),
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
    assert troubles(camille) == {Trouble.WRONGLY_SIGNED}
    assert Verifier.parse(nord.key)
    assert camille.holds() == hosts(21)


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
