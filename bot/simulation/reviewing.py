"""What people decide in a scenario, done through the same review as on the command line."""

from collections.abc import Iterator

from bot.cases.keeping import Casework
from bot.links.deciding import LinkReview
from bot.model.account import Account
from bot.platforms.simulated.parse import Scenario
from bot.platforms.simulated.scenario import FollowEvent, IdentityEvent, MentionEvent, RestrictionEvent, ReviewEvent
from bot.simulation.process import Process


class Named:
    """The accounts of a scenario as it writes them: ids are unique in it, so the first event that names one tells."""

    def __init__(self, scenario: Scenario) -> None:
        """Go through it once."""
        self._anywhere = [account.platform for account in scenario.opening.protected.accounts]
        self._platforms: dict[str, str] = {}
        for line in scenario.lines:
            match line.event:
                case MentionEvent(platform=platform, author=author):
                    self._platforms.setdefault(author.id, platform)
                case IdentityEvent(platform=platform, id=id_) | FollowEvent(platform=platform, id=id_):
                    self._platforms.setdefault(id_, platform)
                case _:
                    pass

    def keys(self, who: str) -> Iterator[str]:
        """The `Account.key` of an id; of one that no event names, on each platform of the person."""
        platforms = [self._platforms[who]] if who in self._platforms else self._anywhere
        yield from (Account(platform=platform, id=who).key for platform in dict.fromkeys(platforms))


def review(process: Process, named: Named, event: ReviewEvent) -> None:
    """Trust, undo, or say whether accounts are one person's."""
    now = process.now()
    if event.trust is not None:
        for key in named.keys(event.trust):
            process.review.trust(process.shield.name, key, event.by, now)
    elif event.undo is not None:
        process.review.undo(process.review.undo_mention(event.undo, process.shield.name), event.by, now)
    else:
        decide(process, named, event)


def decide(process: Process, named: Named, event: ReviewEvent) -> None:
    """Confirm or reject that two accounts are one person's; the later one of the scenario is the newcomer."""
    pair = event.confirm_link or event.reject_link or ()
    other, account = (next(named.keys(who)) for who in pair)
    review = LinkReview(process.store, process.shield)
    say = review.confirm if event.confirm_link else review.reject
    say(account, other, event.by, process.now())


def restrict(process: Process, named: Named, event: RestrictionEvent) -> None:
    """Write down that a person may not come back; nothing says that these accounts are one person's but this."""
    with process.store.writing() as connection:
        casework = Casework(connection, process.store.master, process.shield, process.shield.name, process.now())
        accounts = [key for account in event.person for key in named.keys(account)]
        casework.restrict(accounts, event.kind, event.at, event.until)
