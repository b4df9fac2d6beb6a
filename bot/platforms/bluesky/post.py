"""What a post says and whom it addresses, read from a record in which an attacker may write anything."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from bot.errors import Malformed
from bot.model.mention import Kind, Media
from bot.platforms.bluesky import mending
from bot.platforms.bluesky.blob import blob_digest

POSTS = "app.bsky.feed.post"
_MENTION, _LINK = "app.bsky.richtext.facet#mention", "app.bsky.richtext.facet#link"
MOST = 1_000
"""Facets, features, images and languages of one post that are looked at; the lexicon allows far fewer."""


# None of these can be part of a cycle, so the collector need not look at them: gc=False.
# Their fields stand in the order of the alphabet, as servers write them: it spares a search for each key.
class Ref(msgspec.Struct, frozen=True, gc=False):
    """A pointer to a record; around media, a quote nests one more."""

    record: "Ref | None" = None
    uri: str = ""


class Reply(msgspec.Struct, frozen=True, gc=False):
    """What the post answers."""

    parent: Ref | None = None
    root: Ref | None = None


class Feature(msgspec.Struct, frozen=True, gc=False, rename={"type": "$type"}):
    """What a stretch of text is."""

    type: str = ""
    did: str = ""
    uri: str = ""


class Facet(msgspec.Struct, frozen=True, gc=False):
    """A stretch of text that is something; where it stands does not matter, and may be out of range."""

    features: list[Feature] = msgspec.field(default_factory=list)


class Image(msgspec.Struct, frozen=True, gc=False):
    """An image's description, and where its bytes are named."""

    alt: str = ""
    image: msgspec.Raw = msgspec.Raw(b"")


class External(msgspec.Struct, frozen=True, gc=False):
    """A link shown as a card; its words are the author's too."""

    description: str = ""
    title: str = ""
    uri: str = ""


class Embed(msgspec.Struct, frozen=True, gc=False, rename={"type": "$type"}):
    """What is attached: images, a video, a card, a quote, or a quote with one of them."""

    type: str = ""
    alt: str = ""
    external: External | None = None
    images: tuple[Image, ...] = ()
    media: "Embed | None" = None
    record: Ref | None = None


class Post(msgspec.Struct, frozen=True, gc=False, rename={"created": "createdAt"}):
    """A post, as far as it concerns us."""

    created: str = ""
    embed: Embed | None = None
    facets: tuple[Facet, ...] = ()
    langs: list[str] = msgspec.field(default_factory=list)
    reply: Reply | None = None
    text: str = ""

    @property
    def mentioned(self) -> tuple[str, ...]:
        """The DIDs that its facets name, each once."""
        features = (feature for facet in self.facets for feature in facet.features)
        return tuple(dict.fromkeys(feature.did for feature in features if feature.type == _MENTION and feature.did))

    @property
    def answered(self) -> tuple[str | None, str | None]:
        """URIs of the root and of the parent it answers."""
        if self.reply is None:
            return None, None
        root, parent = self.reply.root, self.reply.parent
        return (root.uri or None) if root else None, (parent.uri or None) if parent else None

    @property
    def quoted(self) -> tuple[str, ...]:
        """URIs of the posts it quotes."""
        record = self.embed.record if self.embed else None
        uris = (record.uri, record.record.uri if record.record else "") if record else ()
        return tuple(uri for uri in uris if f"/{POSTS}/" in uri)

    @property
    def links(self) -> tuple[str, ...]:
        """Where it leads, each once; never fetched."""
        features = (feature for facet in self.facets for feature in facet.features)
        written = [feature.uri for feature in features if feature.type == _LINK]
        cards = [embed.external.uri for embed in self._embeds() if embed.external]
        return tuple(dict.fromkeys(uri for uri in (*written, *cards) if uri))

    @property
    def media(self) -> tuple[Media, ...]:
        """What is attached, with its description."""
        return tuple(media for embed in self._embeds() for media in _media(embed))

    def _embeds(self) -> Iterator[Embed]:
        if self.embed is not None:
            yield self.embed
            if self.embed.media is not None:
                yield self.embed.media

    def kind_for(self, did: str) -> Kind | None:
        """How the post addresses an account, if it does; an answer before a quote before a mention."""
        if any(authority(uri) == did for uri in self.answered if uri):
            return Kind.REPLY
        if any(authority(uri) == did for uri in self.quoted):
            return Kind.QUOTE
        return Kind.MENTION if did in self.mentioned else None

    def addressed(self) -> dict[str, None]:
        """The DIDs of all whom it addresses, each once; plain loops, for it is asked of many."""
        found: dict[str, None] = {}
        reply, embed = self.reply, self.embed
        if reply is not None:
            for ref in (reply.root, reply.parent):
                parts = ref.uri.split("/", 3) if ref is not None else ()
                if len(parts) > 2 and parts[0] == "at:":  # noqa: PLR2004 - as in `authority`, without a call for each
                    found[parts[2]] = None
        if embed is not None and embed.record is not None:
            found.update(dict.fromkeys(map(authority, self.quoted)))
        for facet in self.facets:
            for feature in facet.features:
                if feature.type == _MENTION:
                    found[feature.did] = None
        return found


_POST = msgspec.json.Decoder(Post)


def read(raw: bytes | msgspec.Raw) -> Post:
    """The post in a record: strictly, and where that fails, whatever of it can be read. Raises Malformed."""
    try:
        return _POST.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    record = mending.loose(bytes(raw))
    if not isinstance(record, dict):
        raise Malformed("A post's record is not an object.")
    return loosely(record)


def loosely(record: Mapping[str, Any]) -> Post:
    """What of an odd record can be read as a post: each part that is as it should be, and no other."""
    return Post(
        text=_text(record.get("text")),
        created=_text(record.get("createdAt")),
        langs=[lang for lang in _list(record.get("langs")) if isinstance(lang, str)],
        facets=tuple(Facet(list(_features(facet))) for facet in _list(record.get("facets"))),
        reply=Reply(parent=_ref(_at(record, "reply", "parent")), root=_ref(_at(record, "reply", "root"))),
        embed=_embed(record.get("embed")),
    )


def _media(embed: Embed) -> Iterator[Media]:
    for image in embed.images[:MOST]:
        yield Media(kind="image", alt=clean(image.alt), digest=blob_digest(image.image))
    if embed.type.startswith("app.bsky.embed.video"):
        yield Media(kind="video", alt=clean(embed.alt))
    if embed.external is not None:
        card = embed.external
        yield Media(kind="link", alt=clean(f"{card.title}\n{card.description}".strip()), url=clean(card.uri))


def _features(facet: Any) -> Iterator[Feature]:
    for feature in _list(_at(facet, "features")):
        yield Feature(_text(_at(feature, "$type")), _text(_at(feature, "did")), _text(_at(feature, "uri")))


def _ref(value: Any) -> Ref | None:
    if not isinstance(value, dict):
        return None
    inner = value.get("record")
    return Ref(Ref(uri=_text(inner.get("uri"))) if isinstance(inner, dict) else None, _text(value.get("uri")))


def _embed(value: Any, *, outer: str = "") -> Embed | None:
    if not isinstance(value, dict):
        return None
    card = value.get("external")
    return Embed(
        type=_text(value.get("$type")),
        record=_ref(value.get("record")),
        media=None if outer else _embed(value.get("media"), outer="media"),
        images=tuple(Image(_text(_at(image, "alt"))) for image in _list(value.get("images"))),
        external=External(*(_text(_at(card, key)) for key in ("description", "title", "uri")))
        if isinstance(card, dict)
        else None,
        alt=_text(value.get("alt")),
    )


def _at(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _list(value: Any) -> list[Any]:
    return value[:MOST] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def clean(text: str) -> str:
    """The text with U+FFFD for NUL, which PostgreSQL cannot hold; as long as before."""
    return text.replace("\x00", "\ufffd")


def authority(uri: str) -> str:
    """Whose record it is: the DID in an `at://` URI; empty where it is none."""
    parts = uri.split("/", 3)  # at:, nothing, the DID, the rest
    return parts[2] if parts[0] == "at:" and len(parts) > 2 and not parts[1] else ""  # noqa: PLR2004 - its place
