"""What came to a desk: a report, what members are written, who signs up. Pure, the same by whatever way it came."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from bot.errors import Malformed
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival, Event
from bot.model.flag import Flag
from bot.model.mention import Kind, Mention
from bot.model.reason import Reason
from bot.platforms.desk import Roll
from bot.platforms.mastodon.decode import clean, decode
from bot.platforms.mastodon.desk.addressed import members
from bot.platforms.mastodon.desk.entities import Admitted, Beside, Newcomer, Report
from bot.platforms.mastodon.entities import AccountEntity, Head, StatusEntity
from bot.platforms.mastodon.normalise import account_of, mention_of, moment
from bot.platforms.mastodon.plain import plain
from bot.platforms.port import Normalise

PLATFORM: Final = "mastodon-desk"
"""What arrivals of a desk say they came from."""
REASONS: Final = {"spam": Reason.SPAM}
"""What a category means; `other`, `legal` and `violation` do not say."""


def normaliser(rolls: Mapping[str, Roll]) -> Normalise:
    """What reads arrivals of desks; `rolls` by community, as they are when each is read."""

    def normalise(arrival: Arrival, protected: Mapping[str, Protected]) -> tuple[Event, ...]:
        """Flags and mentions, or nothing that concerns the community. Raises Malformed."""
        community = protected.get(arrival.account)
        if community is None or not arrival.raw:
            return ()
        return tuple(_Reading(arrival, community, rolls[community.name]).events())

    return normalise


class _Reading:
    """One arrival as it is read."""

    def __init__(self, arrival: Arrival, community: Protected, roll: Roll) -> None:
        self._arrival = arrival
        self._community = community
        self._roll = roll
        self._home = decode(arrival.beside, Beside).home

    def events(self) -> Iterator[Event]:
        one = decode(self._arrival.raw, Admitted)
        if one.report is not None:
            yield from self._reported(one.report)
        if one.newcomer is not None:
            yield self._sign_up(one.newcomer)
        if one.post is not None and (to := next(members(one.post, self._home, self._roll), None)):
            yield self._mention(one.post, to)

    def _reported(self, report: Report) -> Iterator[Event]:
        """The report, and what was reported: written to a member, or to nobody of the community."""
        if report.target_account is None:
            raise Malformed("a report of nobody")
        subject, reporter = self._account(report.target_account), report.account
        here = reporter is not None and reporter.id and not reporter.domain
        yield Flag(
            person=self._community.name,
            id=clean(report.id),
            subject=subject,
            reporter=self._account(reporter).key if reporter is not None and here else "",
            reason=REASONS.get(report.category or ""),
            posts=tuple(uri for post in report.posts if (uri := clean(post.uri or post.url))),
            withheld=report.withheld,
            at=moment(report.created_at) or self._arrival.at,
            open=not report.action_taken,
            taken=report.assigned_account is not None,
            inside=self._roll.own(subject),
        )
        for post in report.posts:
            if (post.uri or post.url) and post.account is not None and post.account.id:
                yield self._mention(post, next(members(post, self._home, self._roll), None))

    def _mention(self, post: StatusEntity, to: Account | None) -> Mention:
        nobody = Account(platform="mastodon", id="", home=self._home)
        one = mention_of(self._arrival, self._community, to or nobody, Head(), post)
        inside = self._roll.own(one.author)
        if to is None:
            return replace(one, to=self._arrival.account, kind=Kind.POST, desk=self._arrival.account, inside=inside)
        return replace(one, desk=self._arrival.account, inside=inside)

    def _sign_up(self, who: Newcomer) -> Mention:
        author = self._account(who)
        about = plain(who.account.note) if who.account and who.account.note else None
        words = (author.handle.partition("@")[0], author.display_name, author.bio, clean(who.invite_request))
        return Mention(
            person=self._community.name,
            to=self._arrival.account,
            uri=f"signup:{author.key}",
            revision=clean(who.created_at),
            kind=Kind.SIGN_UP,
            author=author,
            text="\n".join(dict.fromkeys(word for word in words if word)),
            received_at=moment(who.created_at) or self._arrival.at,
            links=tuple(map(clean, about.links)) if about else (),
            via=self._arrival.via,
            native=author.id,
            url=clean(who.account.url) if who.account else "",
            desk=self._arrival.account,
            inside=self._roll.own(author),
        )

    def _account(self, who: Newcomer) -> Account:
        """As the server shows it; `created_at` as moderators are told it, which is not rounded to a day."""
        acct = f"{who.username}@{who.domain}" if who.domain else who.username
        shown = who.account or AccountEntity(acct=acct)
        account = account_of(replace(shown, id=who.id), self._home)
        return replace(account, created_at=moment(who.created_at) or account.created_at)
