"""What the demo says, by language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


class Words:
    """The texts of one language: `words("say.account", n=3)`."""

    def __init__(self, texts: dict[str, Any]) -> None:
        """Take the tables as they stand in the file."""
        self.texts = texts

    def __call__(self, key: str, **values: str | int) -> str:
        """A text, filled in."""
        return str(self.leaf(key)).format(**values)

    def leaf(self, key: str) -> Any:
        """What stands under `table.key`, or `key`."""
        found: Any = self.texts
        for part in key.split("."):
            found = found[part]
        return found


@cache
def words_in(language: str) -> Words:
    """The texts of `en` or `fr`."""
    return Words(tomllib.loads((files("bot.demo") / "texts" / f"{language}.toml").read_text(encoding="utf-8")))
