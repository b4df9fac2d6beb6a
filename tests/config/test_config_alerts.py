"""Who is told, as I write it."""

from datetime import timedelta

from bot.model.reason import Reason, Severity
from bot.model.shield import Contact, Quiet, Rhythm
from tests.config.conftest import USABLE

ROUTES = """
[[person.alert]]
name = "phone"
url = { env = "CAMILLE_ALERT" }
quiet = "22:00-07:30"
reasons = ["violence_threats", "harassment_doxxing"]
digest = "none"
[[person.alert]]
url = { env = "CAMILLE_ALERT" }
delegate = "dominique"
after = "phone"
digest = "weekly"
support = false
[[person.alert]]
name = "last"
url = { env = "CAMILLE_ALERT" }
after = "2"
[[person.delegate]]
"""


def test_each_channel_says_of_what_it_is_told_and_when_and_after_whom(place):
    written = USABLE.replace('\n[[person.alert]]\nurl = { env = "CAMILLE_ALERT" }\nabove = "high"\n', "")
    written = written.replace('[[person.delegate]]\nname = "dominique"', f'{ROUTES}name = "dominique"\nlanguage = "en"')
    [camille] = place.load(written).people
    assert camille.contacts() == (
        Contact(
            name="camille/phone",
            reasons=frozenset({Reason.VIOLENCE_THREATS, Reason.HARASSMENT_DOXXING}),
            quiet=Quiet(since=22 * 60, to=7 * 60 + 30),
            digest=Rhythm.NONE,
        ),
        Contact(
            name="camille/2",
            above=Severity.URGENT,
            language="en",
            delegate="dominique",
            digest=Rhythm.WEEKLY,
            support=False,
            step=1,
        ),
        Contact(name="camille/last", above=Severity.URGENT, step=2),
    )


def test_how_long_an_urgent_alert_waits_is_mine_to_say(place):
    assert place.load().people[0].urgent.wait == timedelta(minutes=15)
    written = USABLE.replace("[person.budget]", '[person.urgent]\nwait = "3 minutes"\n[person.budget]')
    assert place.load(written).people[0].urgent.wait == timedelta(minutes=3)


def test_the_pages_may_be_at_an_address_of_mine_or_on_this_machine(place):
    assert place.load().web.public_url is None
    for url in ("https://rempart.test", "http://localhost:8470", "http://127.0.0.1:8470", "http://[::1]:8470"):
        assert place.load(f'{USABLE}\n[web]\npublic_url = "{url}/"\n').web.public_url == url
