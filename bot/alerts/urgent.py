"""What alerts say beside what they are about: how to acknowledge one, that nobody has, and links."""

from msgspec.structs import replace

from bot.alerts.wording import wording
from bot.model.alert import Alert


def again(alert: Alert, language: str, times: int, others: int) -> Alert:
    """The alert as it goes out for the `times`th time; `others` wait to be acknowledged too."""
    words = wording(language)
    lines = [words.say("urgent.again", n=times), *([words.count("urgent.others", others)] if others else [])]
    return replace(alert, body="\n".join([*lines, alert.body]))


def acknowledgeable(alert: Alert, language: str, link: str) -> Alert:
    """With how to acknowledge it; `link` is the address of the page that does, empty where there is none."""
    words = wording(language)
    command = words.say("urgent.acknowledge", command=f"rempart acknowledge {alert.id}")
    lines = [words.say("urgent.link", url=link), command] if link else [command]
    return replace(alert, body="\n".join([alert.body, *lines]))


def lookable(alert: Alert, language: str, link: str) -> Alert:
    """With the address of the page of what it is about, where nothing is shown until it is asked for."""
    return replace(alert, body=f"{alert.body}\n{wording(language).say('urgent.look', url=link)}")


def undoable(alert: Alert, language: str, link: str) -> Alert:
    """With the address of the page that undoes what was done."""
    return replace(alert, body=f"{alert.body}\n{wording(language).say('urgent.undo', url=link)}")
