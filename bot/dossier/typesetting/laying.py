"""A document as typst reads it: JSON in which each string can be drawn, and what somebody wrote stands in lines."""

from typing import Any

import msgspec

from bot.dossier.typesetting.blocks import Document
from bot.dossier.typesetting.drawing import Care, fitted
from bot.dossier.typesetting.lines import lines


def laid(document: Document, care: Care) -> bytes:
    """JSON; with the sternest care without pictures too."""
    return msgspec.json.encode(_laid(msgspec.to_builtins(document), care))


def _laid(one: Any, care: Care) -> Any:
    if isinstance(one, str):
        return fitted(one, care)
    if isinstance(one, dict):
        if one.get("is") == "words":
            return {"is": "words", "style": one.get("style", "plain"), "lines": lines(one["text"], care)}
        if one.get("is") == "photo":
            return {"is": "photo", "file": one["file"] if care is Care.DRAWN else "", "alt": fitted(one["alt"], care)}
        return {key: _laid(each, care) for key, each in one.items()}
    return [_laid(each, care) for each in one] if isinstance(one, list | tuple) else one
