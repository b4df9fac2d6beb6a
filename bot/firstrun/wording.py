"""What a first run says, in the person's language, beside the words of alerts and rules."""

from functools import cache

from bot.alerts.wording import Wording, texts_of
from bot.phrases.voice import phrases


@cache
def words(language: str) -> Wording:
    """The words of a language; ConfigError if there are none."""
    return Wording({**phrases(language).texts, **texts_of("bot.firstrun", language)})
