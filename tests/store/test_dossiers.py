"""Drafts, exports and what a dossier is made of, on each database: found again, and gone with whom they are about."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import KeyMissing
from bot.store import dossiers, handed, lines, recalled, schema, write
from bot.store.dossiers import Drafted, Handover
from bot.store.recalled import While
from tests.platforms.bluesky.parts import TROLL, frame, mention_facet, post
from tests.reliability.within import DID, Within, now

HE = f"bluesky:{TROLL}"


@pytest.fixture
def within(database_url):
    one = Within(database_url)
    yield one
    one.store.close()


def drafted(id_="5b1d", subject=HE, about="account", content=b"mes mots"):
    return Drafted(id=id_, person="camille", about=about, subject=subject, at=now(), content=content)


def keep(within, *some):
    with within.store.writing() as connection:
        for one in some:
            dossiers.put(connection, within.store.master, one)


def test_a_draft_is_found_by_the_beginning_of_its_id_and_lies_sealed(within):
    one, other = drafted(), drafted("5b99", "7", "raid")
    keep(within, one, other, drafted(content=b"d'autres mots"))
    with within.store.writing() as connection:
        found = dossiers.draft(connection, within.store.master, "5b1")
        assert [each.content for each in found] == [b"d'autres mots"]
        assert {each.id for each in dossiers.drafts(connection, within.store.master, "camille")} == {"5b1d", "5b99"}
        assert dossiers.draft(connection, within.store.master, "5%") == []
        boxes = list(connection.scalars(select(handed.dossier.c.box)))
        assert not [box for box in boxes if b"mots" in bytes(box)]


def test_what_was_sealed_for_somebody_who_is_erased_opens_no_more(within):
    keep(within, drafted())
    table = schema.person
    with within.store.writing() as connection:
        connection.execute(table.update().values(salt=b""))
        with pytest.raises(KeyMissing):
            dossiers.drafts(connection, within.store.master, "camille")


def test_an_export_is_told_as_it_stands(within):
    asked = Handover(
        id="e1",
        person="camille",
        dossier="5b1d",
        rendering="redacted",
        recipient="Me Durand",
        stamp="s",
        by="camille",
        at=now().replace(microsecond=0),
    )
    with within.store.writing() as connection:
        dossiers.hand(connection, within.store.master, asked)
        assert dossiers.handover(connection, within.store.master, "e1") == asked
        assert dossiers.handover(connection, within.store.master, "e2") is None
        assert dossiers.handovers(connection, within.store.master, "camille") == [asked]
        assert dossiers.handovers(connection, within.store.master, "dominique") == []


def test_drafts_go_with_the_account_and_with_the_case_they_are_about(within):
    keep(
        within, drafted(), drafted("c1", "0a1b", "case"), drafted("r1", "7", "raid"), drafted("a2", "bluesky:did:plc:x")
    )
    with within.store.writing() as connection:
        dossiers.forget(connection, "camille", [HE])
        left = {one.id for one in dossiers.drafts(connection, within.store.master, "camille")}
        assert left == {"r1", "a2"}


def test_all_that_an_account_wrote_is_there_in_its_order_marked_or_not(within):
    begin = 1_790_000_000_000_000
    said = [
        frame(post(f"@camille {word}", facets=[mention_facet(DID)]), rkey=f"3l{n}", us=begin + n * 10**6)
        for n, word in enumerate(["bonjour", "pantoufle", "encore"])
    ]
    within.pipeline.handle([within.bluesky(one) for one in said])
    with within.store.reading() as connection:
        every = recalled.of_accounts(connection, "camille", [HE], now())
        assert [one.kept.uri.rpartition("/")[2] for one in every] == ["3l0", "3l1", "3l2"]
        until = every[1].kept.received_at
        assert recalled.of_accounts(connection, "camille", [HE], until) == []  # it had happened, and nobody knew
        assert recalled.of_accounts(connection, "camille", ["bluesky:did:plc:x"], now()) == []
        noticed = recalled.of_while(connection, "camille", While(until - timedelta(seconds=5), until), now())
        assert [one.kept.uri for one in noticed] == [every[1].kept.uri]
        assert set(recalled.brought(connection, [one.kept.exhibit for one in every])) == {
            one.kept.exhibit for one in every
        }


def test_what_the_chain_says_of_some_events_is_found_from_an_entry_on(within):
    record = frame(post("@camille pantoufle", facets=[mention_facet(DID)]))
    within.pipeline.handle([within.bluesky(record)])
    with within.store.writing() as connection:
        write.append(
            connection, "camille", [(now(), "shield:paused", {"by": "lea"}), (now(), "case:parted", {"by": "lea"})]
        )
    with within.store.reading() as connection:
        every = lines.of_events(connection, "camille", ["mention:judged", "case:parted"])
        assert [one.event for one in every] == ["mention:judged", "case:parted"]
        assert lines.of_events(connection, "camille", ["mention:judged"], every[0].number + 1) == []
        assert lines.of_events(connection, "camille", []) == []
