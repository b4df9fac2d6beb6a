"""Of what a set document is made: few kinds of blocks, each of which templates/blocks.typ draws under its name (`is`).

A plain string is ours. What somebody else wrote stands in `Words`, always in a paragraph of its own, so that no
direction of writing in it can reach what stands beside. Both are strings to typst, never markup.
"""

from bot.model.noun import Noun


class Words(Noun, frozen=True, kw_only=True, tag="words", tag_field="is"):
    """What somebody wrote; `quoted` sets it as the words that matter, `fine` as a handle, an address, a digest."""

    text: str
    style: str = "plain"


class Photo(Noun, frozen=True, kw_only=True, tag="photo", tag_field="is"):
    """A picture, by its path within the folder of the bag."""

    file: str
    alt: str


class Stack(Noun, frozen=True, kw_only=True, tag="stack", tag_field="is"):
    """Some things one under the other."""

    items: tuple["Value", ...]


class Side(Noun, frozen=True, kw_only=True, tag="side", tag_field="is"):
    """Some things one beside the other, each in its own column."""

    items: tuple["Value", ...]


class Bar(Noun, frozen=True, kw_only=True, tag="bar", tag_field="is"):
    """A bar as long as its share, from 0 to 1, of the column."""

    share: float


Value = str | Words | Photo | Stack | Side | Bar


class Head(Noun, frozen=True, kw_only=True, tag="head", tag_field="is"):
    """A heading; the first level begins a section."""

    text: str
    level: int = 1


class Say(Noun, frozen=True, kw_only=True, tag="say", tag_field="is"):
    """A paragraph of ours: `plain`, `small`, `lead`, `note` (framed), `strong`, `title`."""

    text: str
    style: str = "plain"


class Their(Noun, frozen=True, kw_only=True, tag="their", tag_field="is"):
    """Paragraphs of somebody's."""

    words: Words


class Points(Noun, frozen=True, kw_only=True, tag="points", tag_field="is"):
    """A list."""

    items: tuple[Value, ...]


class Pairs(Noun, frozen=True, kw_only=True, tag="pairs", tag_field="is"):
    """Labels and what stands beside them."""

    rows: tuple[tuple[str, Value], ...]


class Entries(Noun, frozen=True, kw_only=True, tag="entries", tag_field="is"):
    """Numbers and what stands beside them, close together."""

    rows: tuple[tuple[str, Value], ...]


class Table(Noun, frozen=True, kw_only=True, tag="table", tag_field="is"):
    """Rows under a head that is said again on each page; widths are shares."""

    widths: tuple[float, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


class Register(Noun, frozen=True, kw_only=True, tag="register", tag_field="is"):
    """A line each: short columns of ours, an empty one being room to write, and what stands behind them."""

    widths: tuple[int, ...]
    """Of all columns but the last, in millimetres."""
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


class Card(Noun, frozen=True, kw_only=True, tag="card", tag_field="is"):
    """One fact."""

    number: int
    when: str
    also: str
    level: int
    grave: str
    rows: tuple[tuple[str, Value], ...]


class Figures(Noun, frozen=True, kw_only=True, tag="figures", tag_field="is"):
    """Numbers that matter, each with what it counts."""

    items: tuple[tuple[str, str], ...]


class Mark(Noun, frozen=True, kw_only=True):
    """A sign above a column of the picture, from `column` to `until`."""

    column: int
    sign: str
    until: int = -1


class Course(Noun, frozen=True, kw_only=True, tag="course", tag_field="is"):
    """The picture of a course of conduct: columns of time, rows of levels from the lowest."""

    rows: tuple[str, ...]
    columns: tuple[tuple[int, ...], ...]
    ticks: tuple[tuple[int, str], ...]
    marks: tuple[Mark, ...]
    legend: tuple[tuple[str, str], ...]
    caption: str


class Blank(Noun, frozen=True, kw_only=True, tag="blank", tag_field="is"):
    """Room to be filled in by hand."""

    label: str
    lines: int = 1


class Letterhead(Noun, frozen=True, kw_only=True, tag="letterhead", tag_field="is"):
    """Who writes, at the left, to whom, at the right."""

    sender: tuple[Value, ...]
    addressee: tuple[Value, ...]


class NewPage(Noun, frozen=True, kw_only=True, tag="page", tag_field="is"):
    """What follows begins a page."""


class Contents(Noun, frozen=True, kw_only=True, tag="contents", tag_field="is"):
    """The list of sections with their pages."""

    title: str


Block = (
    Head
    | Say
    | Their
    | Points
    | Pairs
    | Entries
    | Table
    | Register
    | Card
    | Figures
    | Course
    | Blank
    | Letterhead
    | NewPage
    | Contents
)


class Page(Noun, frozen=True, kw_only=True):
    """What stands on each page."""

    title: str
    rendering: str
    made: str
    volume: str = ""
    of: str
    """`page {n} / {total}`, as the language says it."""


class Document(Noun, frozen=True, kw_only=True):
    """One PDF."""

    language: str
    page: Page
    blocks: tuple[Block, ...]
