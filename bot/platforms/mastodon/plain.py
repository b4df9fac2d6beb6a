"""The HTML of statuses and profiles read as plain text, in one pass and in linear time."""

import re
from html import unescape

from bot.model.noun import Noun

_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*+)(?P<rest>[^<>"']*+(?:(?:"[^"<>]*+"|'[^'<>]*+')[^<>"']*+)*+)>"""
)
_ATTRIBUTE = re.compile(r"""\b(href|class)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
_MENTION = re.compile(
    r"""<(?:span\ class="h-card"(?:\ translate="no")?><)?"""  # a first sign of its own: nothing else is looked at
    r"""a\ (?=[^<>]*\ class="(?:u-url\ mention|mention\ hashtag)")[^<>]*+>"""
    r"""([@#])<span>([^<>]*+)</span></a>(?:</span>)?""",
    re.VERBOSE,
)
_SIMPLE = (("<p>", ""), ("</p>", "\n\n"), ("<br>", "\n"), ("<br/>", "\n"), ("<br />", "\n"))
_GAP = re.compile(r"\n{3,}")
_BLOCKS = frozenset({"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_NOT_LINKS = frozenset({"mention", "hashtag"})


class Plain(Noun, frozen=True, kw_only=True):
    """The words, and where their links lead (mentions and hashtags left out)."""

    text: str
    links: tuple[str, ...] = ()


def plain(html: str) -> Plain:
    """Read HTML as a person sees it: lines and paragraphs kept, entities resolved, invisible spans left out, except
    in a link whose whole text is its address. What is no tag stays in the text, so that nothing can be hidden by it.
    """
    usual = _simple(html)
    if "<" not in usual:
        text = unescape(usual)
        return Plain(text=(_GAP.sub("\n\n", text) if "\n\n\n" in text else text).strip())
    return slowly(html)


def slowly(html: str) -> Plain:
    """As `plain`, tag by tag; `plain` takes this way for what is not made of paragraphs and mentions alone."""
    page = _Page()
    place = 0
    for tag in _TAG.finditer(html):
        page.words(html[place : tag.start()])
        page.tag(tag["name"].lower(), tag["rest"], closing=tag["end"])
        place = tag.end()
    page.words(html[place:])
    return page.read()


def _simple(html: str) -> str:
    """Most statuses are paragraphs with mentions: those are done when no tag is left here."""
    simple = _MENTION.sub(_named, html) if "<a" in html else html
    for tag, text in _SIMPLE:
        simple = simple.replace(tag, text)
    return simple


def _named(mention: re.Match[str]) -> str:
    """A function, since a template would be read anew for each."""
    return mention[1] + mention[2]


class _Page:
    """What was read so far."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._spans: list[bool] = []
        """For each open span, whether it hides what it holds."""
        self._hiding = 0
        self._links: list[str] = []
        self._href = ""
        self._whole: list[str] = []
        self._start = -1

    def words(self, words: str) -> None:
        """Take what stands between two tags."""
        if not words:
            return
        words = unescape(words)
        if self._start >= 0:
            self._whole.append(words)
        if not self._hiding:
            self._seen.append(words)

    def tag(self, name: str, rest: str, *, closing: str) -> None:
        """Take one tag; `closing` is `/` or empty."""
        if name == "br":
            self._seen.append("\n")
        elif name in _BLOCKS:
            self._seen.append("\n\n" if closing else "")
        elif name == "li":
            self._seen.append("\n" if closing else "- ")
        elif name == "span":
            self._span(rest, closing)
        elif name == "a":
            self._close_link()
            if not closing:
                self._open_link(rest)

    def read(self) -> Plain:
        """The whole page."""
        self._close_link()
        text = _GAP.sub("\n\n", "".join(self._seen)).strip()
        return Plain(text=text, links=tuple(dict.fromkeys(self._links)))

    def _span(self, rest: str, closing: str) -> None:
        if not closing:
            hides = "invisible" in rest and "invisible" in _attributes(rest).get("class", "").split()
            self._spans.append(hides)
            self._hiding += hides
        elif self._spans:
            self._hiding -= self._spans.pop()

    def _open_link(self, rest: str) -> None:
        attributes = _attributes(rest)
        self._href = unescape(attributes.get("href", ""))
        self._start = len(self._seen)
        self._whole = []
        if self._href and not _NOT_LINKS.intersection(attributes.get("class", "").split()):
            self._links.append(self._href)

    def _close_link(self) -> None:
        if self._start < 0:
            return
        whole = "".join(self._whole)
        if whole == self._href:
            self._seen[self._start :] = [whole]
        self._start = -1


def _attributes(rest: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(rest)}
