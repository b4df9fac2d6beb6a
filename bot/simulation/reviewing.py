"""What people decide in a scenario, done through the same review as on the command line."""

from collections.abc import Iterator

from bot.cases.keeping import Casework
from bot.links.deciding import LinkReview
from bot.model.account import Account
from bot.platforms.simulated.parse import Scenario
from bot.platforms.simulated.scenario import FollowEvent, IdentityEvent, MentionEvent, RestrictionEvent, ReviewEvent
from bot.simulation.process import Process


def review(process: Process, scenario: Scenario, event: ReviewEvent) -> None:
    """Trust, undo, or say whether accounts are one person's."""
    now = process.now()
    if event.trust is not None:
        for key in keys(scenario, event.trust):
            process.review.trust(process.shield.name, key, event.by, now)
    elif event.undo is not None:
        process.review.undo(process.review.undo_mention(event.undo, process.shield.name), event.by, now)
    else:
        decide(process, scenario, event)


def decide(process: Process, scenario: Scenario, event: ReviewEvent) -> None:
    """Confirm or reject that two accounts are one person's; the later one of the scenario is the newcomer."""
    pair = event.confirm_link or event.reject_link or ()
    other, account = (next(keys(scenario, who)) for who in pair)
    review = LinkReview(process.store, process.shield)
    say = review.confirm if event.confirm_link else review.reject
    say(account, other, event.by, process.now())


def restrict(process: Process, scenario: Scenario, event: RestrictionEvent) -> None:
    """Write down that a person may not come back; nothing says that these accounts are one person's but this."""
    with process.store.writing() as connection:
        casework = Casework(connection, process.store.master, process.shield, process.shield.name, process.now())
        accounts = [key for account in event.person for key in keys(scenario, account)]
        casework.restrict(accounts, event.kind, event.at, event.until)


def keys(scenario: Scenario, who: str) -> Iterator[str]:
    """The `Account.key` of an id as the scenario writes it: ids are unique in it, so one event that names it tells."""
    platforms = [account.platform for account in scenario.opening.protected.accounts]
    for line in scenario.lines:
        match line.event:
            case MentionEvent(platform=platform, author=author) if author.id == who:
                platforms = [platform]
                break
            case IdentityEvent(platform=platform, id=id_) | FollowEvent(platform=platform, id=id_) if id_ == who:
                platforms = [platform]
                break
            case _:
                pass
    yield from (Account(platform=platform, id=who).key for platform in dict.fromkeys(platforms))
