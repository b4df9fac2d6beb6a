"""What an invented server with Mastodon's API tells its moderators: the bundled scenarios, written to its members, with
who reports and who signs up; each as the server would send it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from html import escape
from typing import Any, Final, NamedTuple

from bot.demo.month import lines, moved
from bot.model.account import Account
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.model.noun import utc
from bot.platforms.mastodon.desk.bringing import Bringing
from bot.platforms.mastodon.desk.entities import Admitted, Newcomer, Report
from bot.platforms.mastodon.entities import AccountEntity, AddressedEntity, StatusEntity

COMMUNITY: Final = "ouest"
HOME: Final = "ouest.test"
ELSEWHERE: Final = "nord.test"
STORIES: Final = {"il-revient": timedelta(hours=26), "temoignages": timedelta(days=9)}
"""Which scenarios are over, and how long."""
EVENING: Final = "pile-on"
"""The one that goes on while it is looked at."""
TO: Final = {"il-revient": "camille", "temoignages": "ines", "pile-on": "robin"}
"""The member to whom each is written."""
REPORTERS: Final = ("camille", "ines", "robin", "noor")
REPORTED: Final = {"did:plc:quatrieme": 3, "900": 2, "did:plc:crowd13": 3, "did:plc:crowd15": 2, "did:plc:crowd3": 1}
"""By how many members, with what they wrote last: the others answer or mute, and report nobody."""
SOON: Final = timedelta(minutes=3)
"""After what they wrote it is reported."""
STEP: Final = timedelta(seconds=3)
"""Between two things that happen on the evening: as long as it is looked at, so that the clock is nowhere ahead."""
WAVE: Final = (60, timedelta(seconds=20), timedelta(hours=20))
"""So many sign up with the same words, one after the other; and how long ago that began."""
OFTEN: Final = timedelta(hours=30)
"""Between two who sign up on ordinary days."""
CREATED: Final = timedelta(days=400)


class Coming(NamedTuple):
    """In the order of time."""

    over: Sequence[Arrival]
    evening: Sequence[Arrival]


class Everybody:
    """All accounts of the server are members."""

    def member(self, account: Account) -> bool:
        """By the handle, which alone tells."""
        return account.handle.endswith(f"@{HOME}")

    def own(self, account: Account) -> bool:
        """The same: nobody has left."""
        return self.member(account)


def coming(now: datetime, said: Mapping[str, Sequence[str]]) -> Coming:
    """What is over and what is still to come; `said` is what who reports and who signs up writes."""
    server = _Server(now, said)
    past = [moved(lines(name)[1:], now - ago) for name, ago in STORIES.items()]
    over = [one for name, events in zip(STORIES, past, strict=True) for one in server.talk(name, events, SOON)]
    over += [*server.advertising(), *server.ordinary()]
    crowd = enumerate(moved(lines(EVENING)[1:], now), 1)
    evening = server.talk(EVENING, [event | {"at": utc(now + place * STEP)} for place, event in crowd], STEP)
    return Coming(sorted(over, key=lambda one: one.at), sorted(evening, key=lambda one: one.at))


class _Server:
    """Numbers what it has, as servers do."""

    def __init__(self, now: datetime, said: Mapping[str, Sequence[str]]) -> None:
        self._now = now
        self._said = said
        self._numbers: dict[str, str] = {}
        self._bringing = Bringing(community=COMMUNITY, home=HOME, clock=lambda: now)

    def talk(self, story: str, events: Sequence[dict[str, Any]], soon: timedelta) -> Iterator[Arrival]:
        """What is written to the member in public, and what of it is reported, so long after."""
        last: dict[str, tuple[StatusEntity, datetime]] = {}
        for event in events:
            if event["event"] == "mention" and event["kind"] != "direct":
                at = datetime.fromisoformat(event["at"])
                post = self._post(event, TO[story])
                last[event["author"]["id"]] = post, at
                yield self._arrival(Admitted(post=post), at)
        for who, count in REPORTED.items():
            if who in last:
                post, at = last[who]
                for place, reporter in enumerate(REPORTERS[:count], 1):
                    yield self._arrival(Admitted(report=self._report(post, reporter, at)), at + place * soon)

    def advertising(self) -> Iterator[Arrival]:
        """Many sign up at once, to advertise."""
        count, every, ago = WAVE
        for number in range(count):
            (words,) = self._said["advertising"]
            yield self._sign_up(f"promo{number}", words, self._now - ago + number * every)

    def ordinary(self) -> Iterator[Arrival]:
        """One signs up now and then."""
        for number, words in enumerate(self._said["sign_ups"], 1):
            yield self._sign_up(f"voisin{number}", words, self._now - number * OFTEN)

    def _sign_up(self, name: str, words: str, at: datetime) -> Arrival:
        who = self._account(name, f"{name}@{HOME}", at)
        return self._arrival(Admitted(newcomer=_shown(who, at, reason=words)), at)

    def _report(self, post: StatusEntity, by: str, at: datetime) -> Report:
        about = post.account or AccountEntity()
        number = self._number(f"report {post.id} {by}")
        return Report(
            id=number,
            category="violation",
            comment=self._said["reports"][int(number) % len(self._said["reports"])],
            created_at=utc(at),
            account=_shown(self._account(by, f"{by}@{HOME}", self._now - CREATED), at),
            target_account=_shown(about, at),
            posts=(post,),
        )

    def _post(self, event: dict[str, Any], to: str) -> StatusEntity:
        author, number = event["author"], self._number(event["uri"])
        name = author["handle"].partition("@")[0].removesuffix(".test")
        return StatusEntity(
            id=number,
            uri=f"https://{ELSEWHERE}/@{name}/{number}",
            url=f"https://{ELSEWHERE}/@{name}/{number}",
            created_at=event["at"],
            visibility="public",
            language=event.get("lang"),
            content=f"<p>{escape(event['text'])}</p>",
            account=AccountEntity(
                id=self._number(author["id"]),
                acct=f"{name}@{ELSEWHERE}",
                created_at=author.get("created_at"),
                followers_count=author.get("followers"),
                following_count=author.get("following"),
                statuses_count=author.get("posts"),
            ),
            mentions=(AddressedEntity(id=self._number(to), acct=to),),
        )

    def _account(self, name: str, handle: str, created: datetime) -> AccountEntity:
        acct = handle.removesuffix(f"@{HOME}")
        return AccountEntity(id=self._number(name), acct=acct, created_at=utc(created), statuses_count=0)

    def _number(self, name: str) -> str:
        return self._numbers.setdefault(name, str(1_000 + len(self._numbers)))

    def _arrival(self, kept: Admitted, at: datetime) -> Arrival:
        source = f"{self._bringing.key}:letters"
        return self._bringing.arrival(source, Via.STREAM, kept, whole="", at=at)


def _shown(account: AccountEntity, at: datetime, reason: str | None = None) -> Newcomer:
    """An account as moderators are shown it."""
    name, _, domain = account.acct.partition("@")
    return Newcomer(
        id=account.id,
        username=name,
        domain=domain or None,
        created_at=account.created_at or utc(at),
        invite_request=reason,
        account=account,
    )
