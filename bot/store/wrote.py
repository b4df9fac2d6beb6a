"""Who wrote to a person what mattered: counted, for cases as they are shown all at once."""

from datetime import datetime

from sqlalchemy import Connection, exists, select

from bot.model.course import EMPTY
from bot.model.link import Status
from bot.model.noun import Noun
from bot.signals.likeness.score import SUGGESTED
from bot.store import schema
from bot.store.rows import moment


class Wrote(Noun, frozen=True, kw_only=True):
    """What an account wrote to a person, counted."""

    account: str
    case: str
    """The id of the case to which it belongs; empty for none."""
    mentions: int
    matches: int
    back: bool
    """Whether they are likely somebody come back under another name, whether that was known when they wrote or not."""
    first: datetime
    last: datetime
    course: bytes


def every(connection: Connection, person: str) -> list[Wrote]:
    """Those who wrote to a person and whom a rule matched, who belong to a case, or who are likely come back."""
    author, table, link = schema.author, schema.member, schema.link.c
    same = (author.c.person == table.c.person) & (author.c.author == table.c.account)
    columns = ("author", "mentions", "matches", "first_at", "last_at", "course")
    standing = (link.status == Status.SUGGESTED.value) & (link.score >= SUGGESTED)
    later = (link.person == author.c.person) & (link.account == author.c.author)
    back = exists().where(later & (standing | (link.status == Status.CONFIRMED.value)))
    query = select(*(author.c[name] for name in columns), table.c.case, back.label("back"))
    query = query.select_from(author.outerjoin(table, same))
    concerned = (author.c.matches > 0) | table.c.case.is_not(None) | back
    return [
        Wrote(
            account=row["author"],
            case=row["case"] or "",
            mentions=row["mentions"],
            matches=row["matches"],
            back=bool(row["back"]),
            first=moment(row["first_at"]),
            last=moment(row["last_at"]),
            course=bytes(row["course"]) or EMPTY,
        )
        for row in connection.execute(query.where((author.c.person == person) & concerned)).mappings()
    ]
