"""A link to a site I named is found however it is dressed, and one to another site is not."""

import pytest

from bot.rules.condition import parse_condition
from bot.rules.conditions.link_domain import LinkDomain
from bot.signals.links import hosts
from tests.rules.made import engine, facts
from tests.timing import seconds


def found(text, *links, domains=("evil.test",)):
    return any(host == domain or host.endswith(f".{domain}") for host in hosts(text, links) for domain in domains)


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.test",
        "http://EVIL.test/page?x=1#y",
        "regarde evil.test",
        "regarde evil.test.",
        "(evil.test)",
        "evil.test/une/page",
        "https://evil.test./page",
        "https://evil.test:8443/",
        "https://cdn.images.evil.test/x.png",
        "hxxp://evil.test",
        "hXXps://evil[.]test/x",
        "h**p://evil.test",
        "hxxps[:]//evil(.)test",
        "evil[.]test",
        "evil [dot] test",
        "evil(point)test",
        "https://gentil.test@evil.test/",
        "https://gentil.test:secret@evil.test/",
        "https://evil.test\\@gentil.test/",
        "https://evil%2Etest/",
        "https://ｅｖｉｌ．ｔｅｓｔ/",
        "ⓔⓥⓘⓛ.test",
        "evil。test",
        "ev\u200bil.te\u00adst",
        "https://gentil.test/aller?vers=https%3A%2F%2Fevil.test%2Fx",
        "https://archive.test/2026/https://evil.test/x",
        "https:evil.test",
        "ftp://evil.test/x",
    ],
)
def test_the_site_is_found_in_the_text_and_as_a_link(text):
    assert found(text)
    if "//" in text:
        assert found("", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://gentil.test/",
        "https://notevil.test/",
        "https://evil.test.gentil.test/",
        "https://evil.test@gentil.test/",
        "https://gentil.test\\@evil.test/",
        "https://gentil.test/evil.test/",
        "https://gentil.test/?site=evil.test",
        "gentil.test/evil.test",
        "@evil.test bonjour",
        "@camille@evil.test bonjour",
        "camille@evil.test",
        "evil.testament",
        "evil-test",
        "evil. test",
        "Devil.testing",
    ],
)
def test_another_site_a_handle_or_an_address_is_not(text):
    assert not found(text)
    assert not found("", text)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("écume.test", "https://xn--cume-9oa.test/x"),
        ("xn--cume-9oa.test", "https://écume.test/x"),
        ("ÉCUME.test", "va voir écume.test"),
        ("Evil.Test.", "evil.test"),
        ("evil.test", "https://a.b.c.evil.test"),
    ],
)
def test_a_site_is_the_same_in_letters_of_its_own_and_in_punycode(written, text):
    asked = parse_condition({"link_domain": [written]})
    assert isinstance(asked, LinkDomain)
    assert engine({"all": [{"link_domain": written}]}).decide("camille", facts(text), facts().mention.received_at).rules


def test_a_site_drawn_alike_is_another_site():
    assert not found("https://еvil.test")  # Cyrillic е


def test_punycode_that_is_none_does_no_harm():
    assert hosts("https://xn--\u00e9\u00e9.test xn--a-0.test", ()) is not None


def judged(text):
    decision = engine({"all": [{"link_domain": ["evil.test", "ru.evil.test"]}]}).decide(
        "camille", facts(text), facts().mention.received_at
    )
    return decision.rules, [one.what for one in decision.failures]


def test_where_a_shortened_link_leads_is_unknown_and_not_a_no():
    assert judged("https://bit.ly/3xYz") == ((), ["a shortened link hides where it leads"])
    assert judged("https://bit.ly/3xYz https://evil.test") == (("rule 1",), [])
    assert judged("https://rabbit.ly/3xYz") == ((), [])


def test_a_text_made_to_wear_the_reader_out_is_read_in_linear_time():
    for piece in ("a.", "a[.]", "a-", "http://", "http://a@", "%25", "a (", "[dot]", "xn--", "https://a/?u=https://"):
        text = piece * (20_000 // len(piece))
        assert seconds(lambda text=text: hosts(text, ())) < 1.0, piece
