"""What a shield stands on, read from a configuration that is otherwise faulty: enough to ask the shield how it is."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.config.alert_url import well_formed
from bot.config.load import spoken, text_of
from bot.config.places import Database, FilePath
from bot.config.problem import Unusable
from bot.config.surroundings import Secrets, Surroundings
from bot.config.values import Language


class Footing(BaseModel):
    """The keys of a configuration that come before all tables; whatever else stands there is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, arbitrary_types_allowed=True)

    language: Language = "fr"
    database: Database = Field(default="sqlite:///rempart.db", validate_default=True)
    master_key: FilePath = Field(default=Path("rempart.key"), validate_default=True)


def footing(path: Path, faulty: Unusable) -> Footing:
    """What the shield of a faulty configuration stands on. Raises `faulty` where that cannot be told either."""
    data = _head(text_of(path), faulty)
    around = Surroundings(
        folder=path.absolute().parent,
        environment=os.environ,
        language=spoken(data),
        secrets=Secrets.WHEN_NEEDED,
        on_file=lambda _: None,
        check_alert_url=well_formed,
    )
    try:
        return Footing.model_validate(data, context=around)
    except ValidationError:
        raise faulty from None


def _head(text: str, faulty: Unusable) -> Mapping[str, Any]:
    """All keys, or those before the first table where what follows is no TOML."""
    lines = text.splitlines(keepends=True)
    tables = [number for number, line in enumerate(lines) if line.lstrip().startswith("[")]
    for part in (text, "".join(lines[: tables[0]]) if tables else ""):
        try:
            return tomllib.loads(part)
        except ValueError:
            continue
    raise faulty
