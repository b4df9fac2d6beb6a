"""Lists for the tests, of invented people and places."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.blocklists.change import Cause, Change, Policy, Type
from bot.blocklists.entity import actor, domain
from bot.blocklists.formats.words import comment
from bot.blocklists.identifier import names
from bot.model.reason import Reason, Severity

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def recommended(written, policy=Policy.REJECT, **more):
    """A recommendation about a domain, or about an account where there is an @ or a : in it."""
    whom = actor(written) if "@" in written or ":" in written else domain(written)
    return Change(id="", type=Type.RECOMMENDATION, at=NOON, entity=whom, policy=policy, **more)


def snapshot(*changes):
    return {change.entity: change for change in changes}


HOSTS = st.from_regex(r"\A[a-z0-9]{1,12}(-[a-z0-9]{1,5})?\.(test|xn--kgbechtv|example\.org)\Z")
DOMAINS = HOSTS.map(domain)
HANDLES = st.builds("{}@{}".format, st.from_regex(r"\A[a-z0-9_]{1,20}\Z"), HOSTS).map(actor)
URIS = st.builds("https://{}/users/{}".format, HOSTS, st.from_regex(r"\A[A-Za-z0-9_]{1,20}\Z")).map(actor)
DIDS = st.from_regex(r"\Adid:plc:[a-z2-7]{24}\Z").map(actor)
COMMENTS = st.one_of(
    st.sampled_from(["", "=1+1", "'=1", "@you", "-x", '"', "a, b", "é\nà", "'", ",", "''+"]), st.text(max_size=30)
).map(comment)
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
IDS = st.builds(names(), TIMES)
WORDS = st.lists(st.from_regex(r"\A[a-z_]{1,10}\Z"), max_size=2, unique=True).map(tuple)
CHANGES = st.builds(
    Change,
    id=IDS,
    type=st.sampled_from([Type.RECOMMENDATION, Type.ADVISORY, Type.RETRACTION]),
    at=TIMES,
    entity=st.one_of(DOMAINS, HANDLES, URIS, DIDS),
    policy=st.sampled_from(Policy),
    severity=st.sampled_from(Severity),
    reasons=st.lists(st.sampled_from(Reason), unique=True, max_size=3).map(tuple),
    labels=WORDS,
    filters=WORDS,
    comment=COMMENTS,
    private=COMMENTS,
    obfuscate=st.booleans(),
    cause=st.sampled_from(Cause),
    by=st.sampled_from(["", "camille"]),
    evidence=st.sampled_from(["", "ab" * 32]),
    review_at=st.none() | TIMES,
    expires_at=st.none() | TIMES,
)
