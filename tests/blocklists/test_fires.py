"""Who follows a list by FIRES learns what it says, and every change after that, once."""

import msgspec
import pytest

from bot.blocklists.change import Type
from bot.blocklists.formats import FORMATS, Faulty, detect
from bot.blocklists.formats.fires_pages import Dataset, changes, collection, dataset, page, snapshot
from bot.blocklists.identifier import GENESIS, names
from bot.errors import Malformed
from tests.blocklists.lists import NOON, recommended

HOME = "https://lists.test/shared/threats"
LIST = Dataset(
    id=HOME, name="Menaces", published=NOON, updated=NOON, changes=f"{HOME}/changes", snapshot=f"{HOME}/snapshot"
)
name = names()
LOG = [msgspec.structs.replace(recommended(f"h{number}.test"), id=name(NOON)) for number in range(5)]
BACK = msgspec.structs.replace(LOG[0], id=name(NOON), type=Type.RETRACTION, policy=None, comment="they changed")


def said(document):
    reads = list(FORMATS["fires"].parse([document], NOON))
    assert not [one for one in reads if isinstance(one, Faulty)]
    return [one.change for one in reads]


def test_a_dataset_tells_where_its_snapshot_and_its_changes_are():
    told = page(dataset(LIST))
    assert (told.type, told.name, told.endpoints.snapshot) == ("Dataset", "Menaces", LIST.snapshot)
    assert detect(dataset(LIST)) == "fires"


def test_a_snapshot_says_everything_and_where_to_go_on():
    document = b"".join(snapshot(LIST, reversed(LOG), LOG[-1].id, len(LOG)))
    assert said(document) == LOG[::-1]
    assert (page(document).changes, page(document).total_items) == (f"{LIST.changes}?since={LOG[-1].id}", 5)


def test_who_goes_from_page_to_page_learns_all_changes_once():
    log = [*LOG, BACK]
    assert page(collection(LIST, log[-2].id, len(log))).first == f"{LIST.changes}?since={GENESIS}"
    found, since = [], GENESIS
    while True:
        some = [one for one in log if one.id > since][:4]
        document = b"".join(changes(LIST, since, some, more=len([one for one in log if one.id > since]) > 4))
        found += said(document)
        if not page(document).next:
            break
        since = page(document).next.partition("since=")[2]
    assert found == log


def test_an_empty_page_says_that_nothing_is_newer():
    document = b"".join(changes(LIST, BACK.id, [], more=False))
    assert (said(document), page(document).next) == ([], "")


def test_one_change_alone_may_come_without_brackets():
    item = b"".join(changes(LIST, GENESIS, LOG[:1], more=False)).replace(b"[\n", b"").replace(b"\n]", b"")
    assert said(item) == LOG[:1]


def test_a_collection_that_only_tells_where_pages_are_holds_no_change():
    assert said(collection(LIST, GENESIS, 0)) == []


@pytest.mark.parametrize("document", [b"", b"<html>", b"[]", b'{"type": 1}'])
def test_what_is_no_document_of_fires_is_refused(document):
    with pytest.raises(Malformed):
        page(document)


def test_an_account_is_named_by_its_address_at_its_server_where_we_know_it():
    known = msgspec.structs.replace(recommended("x@a.test"), id=LOG[0].id, uri="https://a.test/users/x")
    unknown = msgspec.structs.replace(recommended("y@a.test"), id=LOG[1].id)
    document = b"".join(changes(LIST, GENESIS, [known, unknown], more=False))
    assert [one.entity.key for one in said(document)] == ["https://a.test/users/x", "y@a.test"]
