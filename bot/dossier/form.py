"""The form in which a person writes what a draft says and chooses: read, with every fault named by its key."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import msgspec
from pydantic import Field, ValidationError, model_validator

from bot.config.explain import explain
from bot.config.load import parsed, text_of
from bot.config.problem import Problem, Unusable, Written
from bot.config.values import Language, Table
from bot.dossier.draft import Draft, Which
from bot.dossier.fact import Showing
from bot.dossier.statement import Age, Domicile, Judged, Kind, Statement, Unfit
from bot.law.data import Chosen

JSON: Final = ".json"


class DomicileTable(Table):
    """Where post reaches the person instead of their home."""

    kind: Literal["third_party", "professional", "police_station"]
    name: str = ""
    lines: tuple[str, ...] = ()
    consents: bool = False


class StatementTable(Table):
    """What the person says."""

    complainant: str = ""
    contact: str = ""
    office: str = ""
    words: str = ""
    effects: str = ""
    presumed: str = ""
    age: Age = ""
    vulnerable: bool = False
    before_minor: bool = False
    unfit: Unfit = ""
    asked: tuple[str, ...] = ()
    addressee: str = ""
    domicile: DomicileTable | None = None


class JudgedTable(Table):
    """A judgment, or a ban."""

    kind: Kind
    at: date | None = None
    until: date | None = None
    court: str = ""
    reference: str = ""
    text: str = ""


class Form(Table):
    """All that can be chosen and said."""

    language: Language = "fr"
    law: Chosen = ""
    since: datetime | None = None
    until: datetime | None = None
    which: Which = Which.ALL
    chosen: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    nothing_to_hide: bool = False
    statement: StatementTable = StatementTable()
    judged: tuple[JudgedTable, ...] = ()
    shown: dict[str, Showing] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _chosen(self) -> "Form":
        if self.which is Which.CHOSEN and not self.chosen:
            raise ValueError('which = "chosen" takes the ids of facts: chosen = ["…"]; or write which = "all"')
        if self.since and self.until and _plain(self.until) <= _plain(self.since):
            raise ValueError("until lies before since; write the later date there")
        return self


def read(file: Path, draft: Draft) -> Draft:
    """The draft as the form in a file (TOML, or JSON) says. Raises Unusable, with all that is wrong."""
    written = _json(file) if file.suffix == JSON else parsed(file)
    try:
        form = Form.model_validate(written.data)
    except ValidationError as error:
        raise Unusable(list(explain(written, error, Form))) from None
    zone = ZoneInfo(draft.zone)
    said: dict[str, Any] = form.model_dump(exclude={"since", "until", "statement", "judged"})
    return msgspec.structs.replace(
        draft,
        **said,
        since=_placed(form.since, zone),
        until=_placed(form.until, zone),
        statement=_statement(form.statement),
        judged=tuple(Judged(**one.model_dump()) for one in form.judged),
    )


def written(draft: Draft) -> Iterator[tuple[str, str]]:
    """What the form of a draft holds, as TOML: the key of each part, and its lines."""
    for name in ("language", "law"):
        yield name, f"{name} = {_value(getattr(draft, name))}"
    for name in ("since", "until"):
        at = getattr(draft, name)
        yield name, f"{name} = {_moment(at, draft.zone)}" if at else f"# {name} = 2026-01-01"
    yield "which", f"which = {_value(draft.which.value)}"
    for name in ("chosen", "outside", "witnesses", "nothing_to_hide"):
        yield name, f"{name} = {_value(getattr(draft, name))}"
    yield "statement", "[statement]"
    for name in (each for each in StatementTable.model_fields if each != "domicile"):
        yield f"statement.{name}", f"{name} = {_value(getattr(draft.statement, name))}"
    yield "domicile", _table("statement.domicile", draft.statement.domicile) or _COMMENTED
    yield "judged", "\n".join(_table("[judged]", one) for one in draft.judged)
    shown = "".join(f"\n{_value(digest)} = {_value(how.value)}" for digest, how in sorted(draft.shown.items()))
    yield "shown", f"[shown]{shown}"


_COMMENTED: Final = """\
# [statement.domicile]
# kind = "third_party"
# name = ""
# lines = ["", ""]
# consents = false"""


def _json(file: Path) -> Written:
    try:
        data = json.loads(text_of(file))
    except ValueError as error:
        raise Unusable([Problem(file=file.name, problem=f"is not JSON: {error}")]) from None
    if not isinstance(data, dict):
        raise Unusable([Problem(file=file.name, problem="must be an object in curly brackets")])
    return Written(file=file.name, data=data, lines={})


def _statement(said: StatementTable) -> Statement:
    home = Domicile(**said.domicile.model_dump()) if said.domicile else None
    return Statement(**said.model_dump(exclude={"domicile"}), domicile=home)


def _placed(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A moment; one without a zone is on the person's clock."""
    return at if at is None or at.tzinfo else at.replace(tzinfo=zone)


def _plain(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


def _moment(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).isoformat()


def _table(name: str, one: Domicile | Judged | None) -> str:
    if one is None:
        return ""
    fields = msgspec.structs.asdict(one).items()
    return "\n".join([f"[{name}]", *(f"{key} = {_value(value)}" for key, value in fields if value is not None)])


def _value(value: object) -> str:
    """A value as TOML writes it; a text of several lines as it reads."""
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case tuple() | list():
            return f"[{', '.join(map(_value, value))}]"
    text = str(value)
    if "\n" in text:
        lines = (json.dumps(line, ensure_ascii=False)[1:-1] for line in text.replace("\r\n", "\n").split("\n"))
        return '"""\n' + "\n".join(lines).replace("\x7f", "\\u007f") + '"""'
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
