"""Lists come as others write them, and one bad line takes nobody else's away."""

from itertools import islice
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import CANARY, Kind, domain
from bot.blocklists.formats import FORMATS, TROUBLES, Faulty, Listed, detect, form, gather, marks
from bot.blocklists.formats import lines as lines_
from bot.blocklists.formats.accounts import SHOWN
from bot.blocklists.formats.table import cells, written
from bot.errors import Malformed
from bot.model.reason import Reason
from tests.blocklists.lists import CHANGES, COMMENTS, DOMAINS, HANDLES, NOON, TIMES, WORDS, recommended

LISTS = Path(__file__).parent.parent / "recordings" / "lists"
WRITING = sorted(name for name, one in FORMATS.items() if one.write)
BYTES = st.one_of(
    st.binary(max_size=300),
    st.lists(
        st.sampled_from(
            [b"domain", b"severity", b"suspend", b",", b";", b"\t", b'"', b"\n", b"\r", b"\0", b"a.test", b"x@a.test", b"#", b"*",
             b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"{", b"}", b"[", b"]", b":", b'"domain"', b'"type"', b"null", b"1e999",
             b'"orderedItems"', b'"blocks"', b'"changes"', b'"id"', b"\\ud800", b"<html>", b"ap.invalid", b"xn--", b"'="]
        ),
        max_size=40,
    ).map(b"".join),
)  # fmt: skip


def read(name, data, size=1 << 20):
    chunks = (data[at : at + size] for at in range(0, len(data), size))
    return list(FORMATS[name].parse(chunks, NOON))


def faults(reads):
    return [tuple(one) for one in reads if isinstance(one, Faulty)]


def listed(reads):
    return [one.change for one in reads if isinstance(one, Listed)]


def hosts(reads):
    return [one.entity.key for one in listed(reads) if one.applies]


@pytest.mark.parametrize("name", FORMATS)
@given(data=BYTES, sizes=st.lists(st.integers(1, 50), max_size=20))
@example(data=b'a.test,"x\nb.test\n', sizes=[1])
@example(data=b"[" * 100_000, sizes=[3])
@example(data=b'[{"domain":"a.test","comment":"\\ud800"}]', sizes=[7])
def test_no_bytes_whatever_stop_us_and_it_makes_no_difference_how_they_come(name, data, sizes):
    whole = read(name, data)
    rest = iter(data)
    parts = [bytes(islice(rest, size)) for size in sizes]
    assert list(FORMATS[name].parse([*parts, bytes(rest), b""], NOON)) == whole
    assert {what for _, what in faults(whole)} <= set(TROUBLES)


def carried(name):
    """What a format can say at all, so that nothing of it may be lost."""
    basic = {"id": st.just(""), "type": st.just(Type.RECOMMENDATION), "at": st.just(NOON)}
    blocked = basic | {"entity": DOMAINS, "policy": st.just(Policy.REJECT)}
    rated = basic | {
        "entity": DOMAINS,
        "policy": st.sampled_from([Policy.ACCEPT, Policy.FILTER, Policy.REJECT]),
        "filters": st.sampled_from([(), ("reject_media",), ("reject_reports",), ("reject_media", "reject_reports")]),
        "comment": COMMENTS,
        "obfuscate": st.booleans(),
    }
    said = {
        "rempart": None,
        "fires": None,
        "mastodon-blocks": basic | {"entity": HANDLES, "policy": st.just(Policy.REJECT)},
        "mastodon-mutes": basic
        | {"entity": HANDLES, "policy": st.just(Policy.FILTER), "filters": st.sampled_from([(), (SHOWN,)])},
        "mastodon-domains": blocked,
        "mastodon-admin-domains": rated,
        "fediblockhole": rated,
        "domains": blocked,
        "rapidblock-csv": blocked,
        "gotosocial": blocked | {"at": TIMES, "comment": COMMENTS},
        "rapidblock": blocked | {"at": TIMES, "comment": COMMENTS, "labels": WORDS},
    }[name]
    return st.builds(Change, **said) if said else CHANGES


def as_fires_says_it(change):
    """FIRES has no word for the rest."""
    recommends, named = change.type is Type.RECOMMENDATION, change.type is not Type.RETRACTION
    return Change(
        id=change.id,
        type=change.type,
        at=change.at,
        entity=change.entity,
        policy=change.policy if recommends else None,
        reasons=tuple(one for one in Reason if one in change.reasons) if named else (),
        labels=change.labels if named else (),
        filters=change.filters if recommends else (),
        comment=change.comment,
    )  # fmt: skip


@pytest.mark.parametrize("name", WRITING)
@given(data=st.data())
def test_what_is_written_comes_back_as_it_was(name, data):
    changes = data.draw(st.lists(carried(name), max_size=5, unique_by=lambda one: one.entity.key))
    back = read(name, b"".join(FORMATS[name].write(changes)))
    if name == "fires":
        changes = [as_fires_says_it(one) for one in changes]
    if name == "rempart":
        changes = [msgspec.structs.replace(one, private="", by="") for one in changes]
    assert (faults(back), listed(back)) == ([], changes)


@pytest.mark.parametrize("name", WRITING)
def test_what_we_write_is_known_again_for_what_it_is(name):
    policy = Policy.FILTER if name == "mastodon-mutes" else Policy.REJECT
    entries = [recommended("a.test", policy), recommended("x@a.test", policy)]
    data = b"".join(FORMATS[name].write(entries))
    assert detect(data[:4096]) == name


@pytest.mark.parametrize("name", WRITING)
def test_what_is_meant_for_few_is_written_nowhere(name):
    change = recommended("a.test", private="for us", by="camille")
    data = b"".join(
        FORMATS[name].write([change, msgspec.structs.replace(change, entity=recommended("x@a.test").entity)])
    )
    assert b"for us" not in data
    assert b"camille" not in data


@pytest.mark.parametrize("name", sorted({*WRITING} - {"rempart", "fires", "rapidblock"}))
def test_what_was_taken_back_stands_in_no_file_that_has_no_word_for_it(name):
    back = msgspec.structs.replace(recommended("a.test"), type=Type.RETRACTION)
    assert b"a.test" not in b"".join(FORMATS[name].write([back]))


@pytest.mark.parametrize("name", ["mastodon-blocks", "mastodon-domains", "domains", "gotosocial", "rapidblock-csv"])
def test_whom_i_would_only_mute_is_in_no_file_that_blocks(name):
    entries = [recommended("a.test", Policy.FILTER), recommended("x@a.test", Policy.FILTER)]
    assert b"a.test" not in b"".join(FORMATS[name].write(entries))


@pytest.mark.parametrize(
    ("file", "name", "entries", "told"),
    [
        ("fires-import-domain-only.csv", "domains", 7, []),
        ("fires-import-fediblockhole.csv", "fediblockhole", 4, []),
        ("fires-import-mastodon.csv", "mastodon-admin-domains", 4, [(6, "empty_row")]),
    ],
)
def test_the_files_of_the_reference_server_are_read_as_it_reads_them(file, name, entries, told):
    data = (LISTS / file).read_bytes()
    assert detect(data) == name
    reads = read(name, data)
    assert (len(hosts(reads)), faults(reads)) == (entries, told)
    assert CANARY not in hosts(reads)
    assert [marks(one) for one in listed(reads)].count(True) == (CANARY.encode() in data)


HOSTILE = b'''\xef\xbb\xbfdomain,severity,public_comment,reject_media,obfuscate\r
Example.TEST,suspend,ok,TRUE,false\r
\r
,,,,\r
ex\xc3\xa4mple.test,silence,,,\r
xn--exmple-cua.test,suspend,,,\r
ex****le.test,suspend,,,\r
ap.invalid,suspend,canary,,\r
b.test,obliterate,,,\r
c.test,suspend,"over\r
two lines, with ""marks""",maybe,\r
not a domain,suspend,,,\r
192.0.2.1,suspend,,,\r
d\x00.test,suspend,,,\r
e.test,suspend,'=HYPERLINK("x"),,\r
"f.test",suspend,"",,\r
"g.test,suspend\r
h.test,suspend,,,\r
'''


def test_of_a_hostile_file_each_trouble_is_named_by_its_line_and_the_rest_is_taken():
    reads = read("fediblockhole", HOSTILE)
    assert faults(reads) == [
        (4, "empty_row"),
        (9, "unknown_policy"),
        (10, "unknown_boolean"),
        (12, "no_domain"),
        (13, "no_domain"),
        (14, "no_domain"),
        (17, "open_quote"),
    ]
    assert hosts(reads) == [
        "example.test", "xn--exmple-cua.test", "xn--exmple-cua.test", "c.test", "e.test", "f.test", "h.test",
    ]  # fmt: skip
    by_key = {one.entity.key: one for one in listed(reads)}
    assert by_key["c.test"].comment == 'over\ntwo lines, with "marks"'
    assert by_key["e.test"].comment == '=HYPERLINK("x")'
    assert (by_key["b.test"].stated, by_key["b.test"].applies) == ("obliterate", False)
    assert [(one.entity.kind, one.stated) for one in listed(reads) if "*" in one.entity.key] == [(Kind.OTHER, "reject")]
    assert [one.entity.key for one in listed(reads) if marks(one)] == [CANARY]
    assert Faulty(6, "twice") in gather(reads).faults


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_list_is_read_in_whatever_a_spreadsheet_saved_it(encoding, end):
    data = end.join(["domain,severity", "a.test,suspend", "b.test,silence", ""]).encode(encoding)
    assert detect(data) == "fediblockhole"
    assert hosts(read("fediblockhole", data, 3)) == ["a.test", "b.test"]
    document = '[{"domain": "a.test"}]'.encode(encoding)
    assert (detect(document), hosts(read("gotosocial", document))) == ("gotosocial", ["a.test"])


@pytest.mark.parametrize("between", [";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_is_read_as_a_french_spreadsheet_saved_it(between, end):
    rows = [
        "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate",
        "a.test,suspend,VRAI,FAUX,insultes,FAUX",
        ",,,,,",
        f'b.test,silence,FAUX,FAUX,"menaces, insultes{between} et\nplus",VRAI',
    ]
    text = end.join(row.replace(", ", "\0").replace(",", between).replace("\0", ", ") for row in rows)
    assert detect(text.encode()) == "mastodon-admin-domains"
    found = read("mastodon-admin-domains", text.encode())
    assert faults(found) == [(3, "empty_row")]
    a, b = listed(found)
    assert (a.entity, a.policy, a.filters, a.comment) == (
        domain("a.test"),
        Policy.REJECT,
        ("reject_media",),
        "insultes",
    )
    assert (b.policy, b.comment, b.obfuscate) == (
        Policy.FILTER,
        f"menaces, insultes{between} et\nplus".replace("\t", " "),
        True,
    )


@pytest.mark.parametrize(
    ("text", "name", "keys"),
    [
        ("Account address;Hide notifications\n@a@x.test;VRAI\n", "mastodon-mutes", ["a@x.test"]),
        ("a.test;suspend\nb.test;silence\n", "fediblockhole", ["a.test", "b.test"]),
        ("a.test;\nb.test;\n", "fediblockhole", []),
        ("a.test\t# x; y\nb.test\n", "domains", ["a.test", "b.test"]),
        ("# x; y, z\na.test\n", "domains", ["a.test"]),
        (
            'domain,severity,public_comment\na.test,suspend,x;"y\nb.test,suspend,\n',
            "fediblockhole",
            ["a.test", "b.test"],
        ),
    ],
)
def test_what_stands_between_cells_is_known_by_the_first_row(text, name, keys):
    assert detect(text.encode()) == name
    assert hosts(read(name, text.encode())) == keys


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><html>a.test", b"\n\n  <html>\na.test", b"\xef\xbb\xbf<a.test>"])
def test_a_web_page_is_no_list(page):
    with pytest.raises(Malformed, match="web page"):
        detect(page)
    for name in FORMATS:
        assert [what for _, what in read(name, page)] == ["seems_html"]


@pytest.mark.parametrize("head", [b"", b"\n ,,\n", b"{}", b'{"a": 1}', b"hello world", b"\x89PNG\r\n"])
def test_what_is_no_list_is_refused(head):
    with pytest.raises(Malformed):
        detect(head)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''@x"])
def test_a_spreadsheet_runs_nothing_of_what_we_write(cell):
    data = written([cell]).decode().rstrip("\n").strip('"')
    assert data.startswith("'")
    assert cells(written([cell]).decode().rstrip("\n")) == [cell]


def endless(line):
    while True:
        yield line


@pytest.mark.parametrize(
    ("line", "what", "entries"),
    [
        (b"a" * 65_536, "too_large", 0),
        (b"a.test\n" * 9362, "too_many", 1_000),
        (b"\n" * 65_536, "too_large", 0),
        (b'"\n' * 32_768, "too_many", 0),
    ],
    ids=["one line", "one entry", "nothing", "marks"],
)
def test_a_list_without_end_ends_and_says_so(monkeypatch, line, what, entries):
    monkeypatch.setattr(form, "MOST", 1_000)
    monkeypatch.setattr(lines_, "LARGEST", 1 << 21)
    taken = 0

    def chunks():
        nonlocal taken
        for chunk in endless(line):
            taken += len(chunk)
            yield chunk

    reads = list(FORMATS["domains"].parse(chunks(), NOON))
    assert (reads[-1].what, len(hosts(reads))) == (what, entries)
    assert taken <= (1 << 21) + len(line)


def test_json_without_end_is_not_held(monkeypatch):
    monkeypatch.setattr("bot.blocklists.formats.json.LARGEST_JSON", 1 << 20)
    assert faults(FORMATS["gotosocial"].parse(endless(b'[{"domain": "a.test"},'), NOON)) == [(1, "too_large")]


def test_a_line_that_is_too_long_is_named_and_the_next_is_read():
    reads = read("domains", b"a.test\n" + b"b" * 100_000 + b"\nc.test\n", 1000)
    assert (hosts(reads), faults(reads)) == (["a.test", "c.test"], [(2, "too_long")])


def test_a_mark_that_is_never_closed_takes_nobody_along():
    data = b'a.test,suspend,"open\n' + b"".join(b"h%d.test,suspend,\n" % number for number in range(300))
    reads = read("fediblockhole", b"domain,severity,public_comment\n" + data)
    assert (len(hosts(reads)), faults(reads)) == (300, [(2, "open_quote")])


def test_broken_json_is_named_by_its_line_and_one_bad_entry_spoils_no_other():
    assert faults(read("gotosocial", b'[\n{"domain": "a.test"},\n{"domain": }\n]')) == [(3, "not_json")]
    reads = read("gotosocial", b'[{"domain": 1}, {"domain": "a.test"}, {"domain": "no"}, 7, {}]')
    assert (hosts(reads), faults(reads)) == (
        ["a.test"],
        [(1, "not_this"), (3, "no_domain"), (4, "not_this"), (5, "not_this")],
    )


def test_what_a_mastodon_server_hides_stays_hidden_until_we_know_the_host():
    reads = read("mastodon-public", b'[{"domain":"ex****le.org","digest":"%s","severity":"suspend"},'
                 b'{"domain":"a.test","severity":"silence","comment":null}]' % (b"ab" * 32))  # fmt: skip
    assert hosts(reads) == ["a.test"]
    assert listed(reads)[0].entity.key == "obfuscated ex****le.org " + "ab" * 32
    assert listed(reads)[0].obfuscate


PAGE = b"""{"@context": [], "type": "OrderedCollectionPage", "orderedItems": [
{"id": "https://f.test/c/018f0000-0000-7000-8000-000000000001", "type": "Recommendation", "published": "2026-01-01T00:00:00Z",
 "entityKind": "domain", "entityKey": "A.test", "recommendedPolicy": "drop", "labels": "https://f.test/l/1"},
{"id": "018f0000-0000-7000-8000-000000000002", "type": "Recommendation", "published": "not a date",
 "entityKind": "actor", "entityKey": "https://b.test/users/X", "recommendedPolicy": "banish"},
{"id": "018f0000-0000-7000-8000-000000000003", "type": "Recommendation", "entityKind": "hashtag", "entityKey": "spam",
 "recommendedPolicy": "drop"},
{"id": "018f0000-0000-7000-8000-000000000004", "type": "Retraction", "entityKind": "domain", "entityKey": "a.test",
 "comment": "they changed"},
{"id": "018F0000-0000-7000-8000-000000000005", "type": "Tombstone"},
{"id": "7", "type": "Retraction", "entityKind": "domain", "entityKey": "a.test"},
{"id": "018f0000-0000-7000-8000-000000000006", "type": "Sermon", "entityKind": "domain", "entityKey": "a.test"},
{"id": "018f0000-0000-7000-8000-000000000007", "type": "Advisory", "entityKind": "domain", "entityKey": "c.test"}
]}"""


def test_of_fires_what_we_do_not_know_is_kept_and_shown_and_never_applied():
    reads = read("fires", PAGE)
    assert hosts(reads) == ["a.test"]
    drop, banish, tag, back, tomb, advice = listed(reads)
    assert (drop.policy, drop.labels) == (Policy.DROP, ("https://f.test/l/1",))
    assert (banish.policy, banish.stated, banish.at) == (None, "banish", NOON)
    assert (tag.entity.kind, tag.entity.key, tag.stated, tag.applies) == (Kind.OTHER, "hashtag spam", "drop", False)
    assert (back.type, back.comment) == (Type.RETRACTION, "they changed")
    assert (tomb.type, tomb.id) == (Type.TOMBSTONE, "018f0000-0000-7000-8000-000000000005")
    assert (advice.type, advice.applies) == (Type.ADVISORY, False)
    assert faults(reads) == [(2, "unknown_policy"), (3, "unknown_kind"), (6, "bad_id"), (7, "unknown_type")]


def test_one_that_rapidblock_blocks_no_longer_is_taken_back():
    data = (
        b'{"@spec": "https://rapidblock.org/spec/v1/", "blocks": {"a.test": {"isBlocked": false, "reason": "sorry"}}}'
    )
    assert detect(data) == "rapidblock"
    assert [(one.type, one.entity, one.comment) for one in listed(read("rapidblock", data))] == [
        (Type.RETRACTION, domain("a.test"), "sorry")
    ]


@given(HANDLES, st.booleans())
def test_an_account_has_one_name_however_it_is_written(whom, shouted):
    for written_ in (whom.key, f"@{whom.key}", f"acct:{whom.key}", f"  {whom.key} "):
        reads = read("mastodon-blocks", (written_.upper() if shouted and ":" not in written_ else written_).encode())
        assert [one.entity for one in listed(reads)] == [whom]


@pytest.mark.parametrize(
    "written_", ["exämple.test", "EXÄMPLE.TEST", "xn--exmple-cua.test", "Xn--Exmple-Cua.Test.", "*.exämple.test"]
)
@pytest.mark.parametrize("name", ["domains", "fediblockhole", "mastodon-admin-domains"])
def test_a_domain_has_one_name_however_it_is_written(name, written_):
    assert hosts(read(name, f"#domain\n{written_}".encode())) == ["xn--exmple-cua.test"]
