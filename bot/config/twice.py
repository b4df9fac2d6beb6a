"""What may stand only once in a configuration, found in what was written, valid elsewhere or not."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from bot.config.desks import MastodonDesk
from bot.config.locate import Path
from bot.config.named import tables
from bot.config.packs import COMMUNAL, DEFAULTS, pack, pack_names
from bot.config.problem import Problem, Written
from bot.config.schema import Config
from bot.config.secret import Secret

SAME_RULE: Final = (
    "another rule, of this file or of a pack, has this name; undo and `why` tell rules by it, so rename it"
)
SAME_NAME: Final = "another person or community has this name; give each their own"
SAME_ALERT: Final = "another alert has this name, or this number for want of one; rename it"
SAME_WEBHOOK: Final = (
    "this is the secret of another webhook too ({other}), and letters to one community would be taken for letters to "
    "the other; make a webhook for each on its server, and put the secret here that the server shows for this one"
)
TWICE: Final = "this pack is already named; remove one of the two"
Places = Iterable[tuple[Path, str]]
"""Where something stands, and what makes it the same as another."""


def twice(written: Written) -> list[Problem]:
    """A problem for each name, account, rule or pack that stands there a second time."""
    rules = list(_values(written.data, (), "rule", "name"))
    groups: list[tuple[str, Places]] = [
        (SAME_NAME, [*_values(written.data, (), "person", "name"), *_values(written.data, (), "community", "name")]),
        ("this account is already protected; remove one of the two", _accounts(written.data)),
        (SAME_RULE, rules),
        ("another deposit has this name, or this host for want of one; name one of the two", _deposits(written.data)),
    ]
    for path, community in tables(written.data, (), "community"):
        groups += [
            (SAME_ALERT, _alerts(community, path)),
            (TWICE, _packs(community, path)),
            (SAME_RULE, [*_of_packs(community, COMMUNAL), *_values(community, path, "rule", "name")]),
        ]
    for path, person in tables(written.data, (), "person"):
        groups += [
            ("another delegate has this name; rename one", _values(person, path, "delegate", "name")),
            (SAME_ALERT, _alerts(person, path)),
            (TWICE, _packs(person, path)),
            (SAME_RULE, [*_of_packs(person, DEFAULTS), *rules, *_values(person, path, "rule", "name")]),
        ]
    found = {path: sentence for sentence, places in groups for path in _again(places) if path}
    return [written.problem(path, sentence) for path, sentence in found.items()]


def same_webhooks(written: Written, config: Config) -> list[Problem]:
    """A problem for each secret of a webhook that another community has too, wherever the two of them stand."""
    found: list[Problem] = []
    seen: dict[Secret, Path] = {}
    for index, one in enumerate(config.communities):
        secret = one.desk.webhook if isinstance(one.desk, MastodonDesk) else None
        if secret is None or secret.missing:
            continue
        path = ("community", index, "desk", "webhook")
        first = seen.setdefault(secret, path)
        if first != path:
            other = written.problem(first, "")
            found.append(written.problem(path, SAME_WEBHOOK.format(other=f"{other.place}, line {other.line}")))
    return found


def _again(places: Places) -> Iterator[Path]:
    """The second and later of those that are the same."""
    seen: set[str] = set()
    for path, same in places:
        if same in seen:
            yield path
        seen.add(same)


def _values(data: Any, path: Path, under: str, key: str) -> Places:
    for place, table in tables(data, path, under):
        if isinstance(table.get(key), str):
            yield (*place, key), table[key].casefold()


def _alerts(person: Any, path: Path) -> Places:
    """Alerts by their name, or by their number where they have none."""
    for place, alert in tables(person, path, "alert"):
        yield (*place, "name"), str(alert.get("name", int(place[-1]) + 1)).casefold()


def _deposits(data: Any) -> Places:
    """Deposits by their name, or by their host where they have none."""
    for place, table in tables(data, (), "deposit"):
        if isinstance(url := table.get("url"), str):
            host = url.partition("://")[2].partition("/")[0].partition(":")[0]
            yield (*place, "name"), str(table.get("name") or host).casefold()


def _accounts(data: Any) -> Places:
    for path, person in tables(data, (), "person"):
        for place, account in tables(person, path, "account"):
            handle = account.get("handle")
            if isinstance(handle, str):
                yield (*place, "handle"), f"{account.get('platform')} {account.get('server', '')} {_bare(handle)}"


def _bare(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold()


def _packs(person: dict[str, Any], path: Path) -> Places:
    packs = person.get("packs")
    for index, name in enumerate(packs if isinstance(packs, list) else []):
        if isinstance(name, str):
            yield (*path, "packs", index), name


def _of_packs(person: dict[str, Any], default: Iterable[str]) -> Places:
    """The rules of somebody's packs, which stand nowhere in the file."""
    packs = person.get("packs", list(default))
    for name in packs if isinstance(packs, list) else []:
        if name in (*pack_names(), *COMMUNAL):
            yield from (((), rule.name.casefold()) for rule in pack(name).rules)
