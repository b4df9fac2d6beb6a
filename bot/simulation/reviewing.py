"""What people decide in a scenario, done through the same review as on the command line."""

from collections.abc import Iterator, Mapping

from bot.evidence.pseudonym import pseudonym
from bot.model.account import Account
from bot.model.noun import utc
from bot.platforms.simulated.parse import Scenario
from bot.platforms.simulated.scenario import FollowEvent, IdentityEvent, MentionEvent, RestrictionEvent, ReviewEvent
from bot.simulation.process import Process
from bot.store import write


def review(process: Process, scenario: Scenario, event: ReviewEvent) -> None:
    """Trust, undo, or keep what was said of a link."""
    now = process.now()
    if event.trust is not None:
        for key in keys(scenario, event.trust):
            process.review.trust(process.shield.name, key, event.by, now)
    elif event.undo is not None:
        process.review.undo(process.review.undo_mention(event.undo, process.shield.name), event.by, now)
    else:
        verdict, pair = ("confirmed", event.confirm_link) if event.confirm_link else ("rejected", event.reject_link)
        _keep(process, f"link:{verdict}", pair or (), {"by": event.by})


def restrict(process: Process, event: RestrictionEvent) -> None:
    """Keep that a person may not come back."""
    _keep(process, f"restriction:{event.kind}", event.person, {"until": utc(event.until)})


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


def _keep(process: Process, event: str, accounts: tuple[str, ...], detail: Mapping[str, str | int]) -> None:
    person = process.shield.name
    with process.store.writing() as connection:
        salt = write.salt(connection, process.store.master, person)
        line = dict(detail) | {"accounts": " ".join(pseudonym(salt, account) for account in accounts)}
        write.append(connection, person, [(process.now(), event, line)])
