"""The demo from its first word to its last: three scenarios live, a summary, and what to do next."""

import asyncio
from importlib.resources import files
from shutil import which

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.alerts.wording import Wording, wording
from bot.demo.lines import alert_line, done_words, mention_line, placed
from bot.demo.tally import Author, Tally
from bot.demo.words import Words, words_in
from bot.model.account import Account
from bot.model.alert import AlertKind
from bot.model.reason import Severity
from bot.platforms.simulated.parse import Scenario, parse
from bot.platforms.simulated.scenario import (
    FollowEvent,
    IdentityEvent,
    MentionEvent,
    OutageEvent,
    ReviewEvent,
    ScenarioEvent,
)
from bot.simulation.performance import perform
from bot.simulation.player import Step
from bot.simulation.result import decisions
from bot.simulation.reviewing import Named
from bot.store.database import Store

SCENARIOS = ("il-revient", "pile-on", "temoignages")
NEXT = {
    "init": "rempart init",
    "run": "rempart run",
    "doctor": "rempart doctor",
    "arm": "rempart arm",
}


def bundled(name: str) -> Scenario:
    """A scenario that comes with Rempart."""
    source = files("bot") / "scenarios" / f"{name}.jsonl"
    return parse(source.name, source.read_bytes())


async def show(console: Console, language: str, pace: float) -> None:
    """Play all three, `pace` seconds an event, and sum up."""
    words = words_in(language)
    console.print(f"\n[bold]{words('opening')}[/]\n{words('blurred')}")
    stages = [Stage(console, language, pace, name) for name in SCENARIOS]
    for stage in stages:
        await stage.play()
    _summary(console, words, wording(language), [stage.tally for stage in stages])
    console.print(f"\n[bold]{words('next.title')}[/]")
    name = "rempart" if which("rempart") else "scripts/run"
    for step, written in NEXT.items():
        command = written.replace("rempart", name)
        console.print(
            Text(f"  {command:<40}", style="green") + Text(words(f"next.{step}"), style="dim"), soft_wrap=True
        )


class Stage:
    """One scenario on the screen."""

    def __init__(self, console: Console, language: str, pace: float, name: str) -> None:
        """Take where it is shown, in which language, how fast, and which one."""
        self.console = console
        self.words = words_in(language)
        self.wording = wording(language)
        self.pace = pace
        self.scenario = bundled(name)
        self.person = self.scenario.opening.protected.person()
        self.tally = Tally(name)
        self._shown = 0.0

    async def play(self) -> None:
        """Show it as it happens."""
        self.console.print(f"\n[bold]{self.words(f'scenario.{self.tally.name}')}[/]")
        self.tally.result = await perform(self.scenario, None, None, self._watch)

    async def _watch(self, step: Step, store: Store) -> None:
        event = step.line.event if step.line else None
        if event and not isinstance(event, MentionEvent):
            self._line(step, Text(f"— {self._told(event)}", style="blue"))
        for one, decision in zip(step.judged, decisions(store, step.judged), strict=True):
            author = self.tally.add(one, decision)
            self._line(step, mention_line(self.words, self.wording, one, decision, author))
            await self._pause()
        for alert in step.alerts:
            if alert.kind is not AlertKind.UPDATE:
                self._line(step, alert_line(self.words, alert))
        if event and not step.judged:
            await self._pause()

    async def _pause(self) -> None:
        """Wait until the last line has stood for `pace` seconds, the work since then among them."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._shown + self.pace - loop.time()))
        self._shown = loop.time()

    def _line(self, step: Step, line: Text) -> None:
        self.console.print(placed(step.at, self.person.zone, line), soft_wrap=True)

    def _told(self, event: ScenarioEvent) -> str:
        match event:
            case OutageEvent(platform=platform):
                return self.words("event.outage", platform=platform.capitalize())
            case IdentityEvent(platform=platform, id=id_, gone=gone):
                return self.words("event.gone" if gone else "event.renamed", who=self._who(platform, id_))
            case FollowEvent(platform=platform, id=id_):
                return self.words("event.follow", who=self._who(platform, id_), person=self.person.name)
            case ReviewEvent():
                return self._reviewed(event)
            case _:
                return self.words(f"event.{event.event}")

    def _reviewed(self, event: ReviewEvent) -> str:
        if event.trust is None:
            return self.words("event.undo" if event.undo else "event.link")
        (key, *_) = Named(self.scenario).keys(event.trust)
        return self.words("event.trust", who=self.words("say.account", n=self.tally.author(key).number))

    def _who(self, platform: str, id_: str) -> str:
        return self.words("say.account", n=self.tally.author(Account(platform=platform, id=id_).key).number)


def _summary(console: Console, words: Words, named: Wording, tallies: list[Tally]) -> None:
    table = Table(*words.leaf("summary.columns"), title=words("summary.title"), title_justify="left")
    for tally in tallies:
        for author in tally.authors.values():
            if author.noticed:
                table.add_row(*_row(words, named, tally, author))
    console.print()
    console.print(table)
    console.print(words("summary.counts", **_counts(tallies)))
    chains = [tally.result["chain"] for tally in tallies]
    seals = words("summary.whole" if all(chain["valid"] for chain in chains) else "summary.broken")
    entries = sum(chain["entries"] for chain in chains)
    console.print(words("summary.valid", entries=entries, chains=len(chains), seals=seals))


def _row(words: Words, named: Wording, tally: Tally, author: Author) -> tuple[str, ...]:
    reasons = ", ".join(named.say(f"reason.{reason}") for reason in author.reasons)
    done = done_words(words, author.done) or words("say.spared" if author.spared else "say.noticed")
    return (
        tally.name,
        words("say.account", n=author.number),
        reasons,
        done,
        str(author.kept),
    )


def _counts(tallies: list[Tally]) -> dict[str, int]:
    results = [tally.result for tally in tallies]
    noticed = [decision for result in results for decision in result["decisions"]]
    actions = [action for decision in noticed for action in decision["actions"]]
    return {
        "mentions": sum(result["mentions"] for result in results),
        "noticed": sum(decision["severity"] != Severity.NONE.label for decision in noticed),
        "muted": len({a["account"] for a in actions if a["kind"] == "mute" and a["status"] == "done"}),
        "held": sum(action["status"] == "held" for action in actions),
        "alerts": sum(len(result["alerts"]) for result in results),
    }
