"""Who follows a list by FIRES learns what it says, and every change after that, once."""

import msgspec
import pytest

from bot.blocklists.change import Type
from bot.blocklists.formats import FORMATS, Faulty, detect
from bot.blocklists.formats.fires import CONTEXT, written
from bot.blocklists.formats.fires_pages import page
from bot.blocklists.identifier import names
from bot.errors import Malformed
from tests.blocklists.lists import NOON, recommended

HOME = "https://lists.test/shared/threats"
SINCE = f"{HOME}/changes?since="
DATASET = {
    "type": "Dataset",
    "name": "Menaces",
    "endpoints": {"changes": f"{HOME}/changes", "snapshot": f"{HOME}/snapshot"},
}
COLLECTION = {"type": "OrderedCollection", "totalItems": 0, "first": SINCE, "last": SINCE}
name = names()
LOG = [msgspec.structs.replace(recommended(f"h{number}.test"), id=name(NOON)) for number in range(5)]
BACK = msgspec.structs.replace(LOG[0], id=name(NOON), type=Type.RETRACTION, policy=None, comment="they changed")


def document(**members):
    return msgspec.json.encode({"@context": CONTEXT, **members})


def paged(*some, **more):
    return b"".join(written({"type": "OrderedCollectionPage", **more}, some))


def said(document):
    reads = list(FORMATS["fires"].parse([document], NOON))
    assert not [one for one in reads if isinstance(one, Faulty)]
    return [one.change for one in reads]


def test_a_dataset_tells_where_its_snapshot_and_its_changes_are():
    told = page(document(**DATASET))
    assert (told.type, told.endpoints.changes, told.endpoints.snapshot) == (
        "Dataset",
        f"{HOME}/changes",
        f"{HOME}/snapshot",
    )
    assert detect(document(**DATASET)) == "fires"


@pytest.mark.parametrize("called", [None, {"fr": "Menaces", "en": "Threats"}, ["Menaces"]])
def test_a_dataset_may_call_itself_as_it_likes(called):
    assert page(document(**{**DATASET, "name": called, "summary": called})).endpoints.snapshot == f"{HOME}/snapshot"


def test_a_snapshot_says_everything_and_where_to_go_on():
    whole = b"".join(written({"type": "Collection", "changes": SINCE + LOG[-1].id}, reversed(LOG)))
    assert said(whole) == LOG[::-1]
    assert page(whole).changes == SINCE + LOG[-1].id


def test_a_page_says_what_changed_and_where_to_go_on():
    first, last = paged(*LOG, next=SINCE + LOG[-1].id), paged(BACK, next=None)
    assert (said(first), page(first).next) == (LOG, SINCE + LOG[-1].id)
    assert (said(last), page(last).next) == ([BACK], None)


def test_an_empty_page_says_that_nothing_is_newer():
    assert (said(paged()), page(paged()).next) == ([], "")


def test_one_change_alone_may_come_without_brackets():
    assert said(paged(LOG[0]).replace(b"[\n", b"").replace(b"\n]", b"")) == LOG[:1]


def test_a_collection_that_only_tells_where_pages_are_holds_no_change():
    assert said(document(**COLLECTION)) == []


@pytest.mark.parametrize("document", [b"", b"<html>", b"[]", b'{"type": 1}'])
def test_what_is_no_document_of_fires_is_refused(document):
    with pytest.raises(Malformed):
        page(document)


def test_an_account_is_named_by_its_address_at_its_server_where_we_know_it():
    known = msgspec.structs.replace(recommended("x@a.test"), id=LOG[0].id, uri="https://a.test/users/x")
    unknown = msgspec.structs.replace(recommended("y@a.test"), id=LOG[1].id)
    assert [one.entity.key for one in said(paged(known, unknown))] == ["https://a.test/users/x", "y@a.test"]
