"""A textbook bot: what most people would write in an afternoon."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pydantic
import sqlalchemy
from sqlalchemy import event, orm

from bot.model.arrival import Arrival
from tests.benchmarks.raid import TERMS, word


class Author(pydantic.BaseModel):
    id: str
    acct: str
    display_name: str
    created_at: datetime
    followers_count: int


class Status(pydantic.BaseModel):
    id: str
    uri: str
    content: str
    created_at: datetime
    account: Author


class Notification(pydantic.BaseModel):
    id: str
    type: str
    created_at: datetime
    status: Status


class Base(orm.DeclarativeBase):
    pass


class Writer(Base):
    __tablename__ = "writers"
    acct: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    mentions: orm.Mapped[int] = orm.mapped_column(default=0)
    hits: orm.Mapped[int] = orm.mapped_column(default=0)
    last_at: orm.Mapped[datetime | None]


class Mention(Base):
    __tablename__ = "mentions"
    uri: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    author: orm.Mapped[str] = orm.mapped_column(sqlalchemy.ForeignKey("writers.acct"), index=True)
    text: orm.Mapped[str]
    raw: orm.Mapped[bytes]
    created_at: orm.Mapped[datetime]
    rule: orm.Mapped[str | None]
    action: orm.Mapped[str | None]


class Textbook:
    """pydantic for each mention, one alternation for all words, its row and its author's, a commit; durable as ours.

    It keeps no trail, seals nothing, counts no budget and plans nothing but a word in a column.
    """

    def __init__(self, folder: Path, count: int) -> None:
        folder.mkdir()
        self.engine = sqlalchemy.create_engine(f"sqlite:///{folder}/textbook.db")
        event.listen(self.engine, "connect", _durable)
        Base.metadata.create_all(self.engine)
        words = [term for number in range(count) for term in (word(number * TERMS + n) for n in range(TERMS))]
        self.words = re.compile(r"\b(" + "|".join(words) + r")\b", re.IGNORECASE)

    def handle(self, arrivals: list[Arrival]) -> None:
        with orm.Session(self.engine) as session:
            for arrival in arrivals:
                self._one(session, arrival.raw)

    def _one(self, session: orm.Session, raw: bytes) -> None:
        told = Notification.model_validate_json(raw)
        text = re.sub(r"<[^>]+>", "", told.status.content)
        hit = self.words.search(text)
        if session.get(Mention, told.status.uri) is None:
            writer = session.get(Writer, told.status.account.acct)
            if writer is None:
                writer = Writer(acct=told.status.account.acct, mentions=0, hits=0)
                session.add(writer)
            writer.mentions += 1
            writer.hits += hit is not None
            writer.last_at = told.created_at
            session.add(
                Mention(
                    uri=told.status.uri,
                    author=told.status.account.acct,
                    text=text,
                    raw=raw,
                    created_at=told.created_at,
                    rule=hit[1] if hit else None,
                    action="mute" if hit else None,
                )
            )
            session.commit()


def _durable(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
