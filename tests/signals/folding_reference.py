"""Folding as one would explain it: each character carries its place, each step is taken in full, nothing is skipped.

Slow, and written to be read beside bot/signals/text.py, which must say the same; only tables of facts are shared.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from bot.signals import common, letters
from bot.signals.confusables import CONFUSABLES

Mark = tuple[str, int, int]
"""A character, and from where to where it was written."""
Marks = list[Mark]
SHORT: Final = {short.decode(): said.decode() for short, said in common.SHORT.items()}
COMMON: Final = {word.decode() for word in common.COMMON}
SAID_ALONE: Final = bytes(common.SAID_ALONE).decode()
ALONE: Final = bytes(common.ALONE).decode()
SIGNED: Final = {
    sign: {letters.DOT: "·", letters.EURO: "€", letters.POUND: "£"}.get(read) or read.decode()
    for sign, read in letters.SIGNED.items()
}
SIGNS: Final = "'.-_()/!@$#*|%£€·"
POSED: Final = str.maketrans("013457@$€£|", "oieastasell")
POSED_OTHERWISE: Final = str.maketrans("013457@$€£|!", "oleastaselli")
WORD: Final = r"[^ '.\-_()/!@$#*|%£€·]"
ENDING: Final = r"(?:e|es|s|nes?|eres?|euses?|t?rices?|asses?|esses?|ettes?|ves?)"


def readings(text: str, families: Sequence[Sequence[str]]) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """What `Folder(families).readings(text)` must be: each reading with its offsets."""
    families = [[word for word in family if word.isascii() and word.isalpha()] for family in families]
    plain, other = (_reading(text, families, plainly) for plainly in (True, False))
    return [plain] if plain[0] == other[0] else [plain, other]


def _reading(text: str, families: Sequence[Sequence[str]], plainly: bool) -> tuple[str, tuple[tuple[int, int], ...]]:
    words = {word for family in families for word in family}
    marks = [(character, at, at + 1) for at, character in enumerate(text)]
    for pattern in (
        r"[hH][tT][tT][pP][sS]?://\S+",
        r"(?<!\w)(?:www|WWW|Www)\.[a-zA-Z0-9]\S*",
        r"(?<!\w)@[\w-]{1,64}(?:\.[\w-]{1,64}){0,8}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}|@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}",
    ):
        marks = _sub(marks, pattern, lambda _: " ")
    if plainly:
        marks = _sub(marks, r"#\w+", lambda tag: re.sub("(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])", " ", tag))
    else:
        marks = _sub(marks, "\u202e[^\u202c\n]*\u202c?", lambda turned: turned[1:].removesuffix("\u202c")[::-1])
    marks = [(letter, start, end) for character, start, end in marks for letter in _read(character)]
    marks = _signed(marks, families, words, plainly)
    marks = _spelled(marks, words, plainly)
    marks = _sub(marks, rf"(?:(?!{WORD}).)+", lambda _: " ")
    if not plainly:
        marks = _sub(marks, r"(?<![^ ])[^ -~](?![^ ]) ?", lambda one: one if one[0].isalpha() else "")
    marks = _sub(marks, "[a-z]+", lambda word: _narrow(word, words, plainly))
    marks = _sub(marks, r"(?<![^ ])j(?= [bcdfgklmnpqrstvwxz][a-z])", lambda _: "je")
    marks = _sub(marks, rf"(?<![^ ])(?:{common.POLITE})", lambda _: "vous")
    marks = _sub(marks, "[^ ]+", lambda word: SHORT.get(word, word))
    marks = _sub(
        marks, r"(?<![^ ])[a-z0-9](?: (?:[^ -~]+ )*[a-z0-9](?![^ ])){2,}", lambda run: _spell(run, words, plainly)
    )
    while marks and marks[0][0] == " ":
        del marks[0]
    while marks and marks[-1][0] == " ":
        del marks[-1]
    return "".join(mark[0] for mark in marks), tuple(mark[1:] for mark in marks)


def _sub(marks: Marks, pattern: str, write: Callable[[str], str], even: bool = False) -> Marks:
    """Write something else wherever a pattern is; each letter of it stands for all that it replaces, unless even."""
    text, out, done = "".join(mark[0] for mark in marks), [], 0
    matches = list(re.finditer(pattern, text, re.DOTALL))
    if not matches:
        return marks
    for match in matches:
        written, inside = write(match[0]), marks[match.start() : match.end()]
        out += marks[done : match.start()]
        if written == match[0] or (even and len(written) == len(inside)):
            out += [(letter, start, end) for letter, (_, start, end) in zip(written, inside, strict=True)]
        else:
            out += [(letter, inside[0][1], inside[-1][2]) for letter in written]
        done = match.end()
    return out + marks[done:]


@cache
def _read(character: str) -> str:
    """The letters that a character reads as."""
    if character in SIGNED:
        return SIGNED[character]
    if character.isspace():
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn"} or character in letters.BLANK:
        return ""
    if 0x1F1E6 <= ord(character) <= 0x1F1FF:
        return f" {chr(ord(character) - 0x1F1E6 + ord('a'))} "
    plain = _named(character) or unicodedata.normalize("NFKD", character).casefold()
    return "".join(map(_drawn, unicodedata.normalize("NFKD", plain)))


def _drawn(part: str) -> str:
    category = unicodedata.category(part)
    if category[0] == "M" or category in {"Cc", "Cf", "Cs", "Cn"} or 0x1F3FB <= ord(part) <= 0x1F3FF:
        return ""
    if part in SIGNS or part in SIGNED:
        return SIGNED.get(part, part)
    if category == "Nd":
        return str(unicodedata.digit(part))
    if part.isalnum():
        alike = next((letter for letter, drawn in CONFUSABLES.items() if part in drawn), "")
        return part if part.isascii() else letters.DRAWN.get(part) or alike or _named(part) or part
    return f" {part} " if category == "So" and ord(part) > 0xFF else " "


def _named(character: str) -> str:
    match = re.fullmatch(r"(.*LATIN.*) ([A-Z])", unicodedata.name(character, "").split(" WITH ")[0])
    return match[2].lower() if match else ""


def _signed(marks: Marks, families: Sequence[Sequence[str]], words: set[str], plainly: bool) -> Marks:
    def named(handle: str) -> str:
        word = handle.translate(POSED)
        return word if word in words and not plainly else " "

    def ending(written: str) -> str:
        return "" if plainly else re.sub("[^a-z]", "", written)

    def glued(pieces: str) -> str:
        word = re.sub("[^a-z]", "", pieces)
        return word if word in words and not plainly else pieces

    marks = _sub(marks, rf"(?<!{WORD})(?<![@$*|_£€.-])@(?:{WORD}|[_-])++(?![@$€£|])", named, even=True)
    marks = _sub(
        marks, rf"#[a-z]{{4,}}(?![a-z])(?!{WORD}|_)", lambda tag: f" {_parted(tag[1:], words) if plainly else tag[1:]} "
    )
    marks = _sub(
        marks,
        rf"(?<=[a-z]{{3}})(?:(?:·[a-z]{{1,5}}){{1,3}}|[./]{ENDING}(?:[./]s)?|-(?:es?|nes?)(?:-s)?|\(-?{ENDING}\)s?)(?!{WORD}|·)",
        ending,
    )
    marks = _sub(
        marks,
        rf"(?<!{WORD})(?<![*#%@$])(?![#%])[a-z0-9@$*#%]*[*#%][a-z0-9@$*#%]*(?![a-z0-9@$*#%])(?![^ -~£€·])",
        lambda one: _unveil(one, families),
        even=True,
    )
    marks = _sub(
        marks, rf"(?<!{WORD})(?<![@$€£|!])(?:{WORD}|[@$€£|!])+", lambda one: _pose(one, words, plainly), even=True
    )
    return _sub(marks, rf"(?<!{WORD})[a-z]++(?:[._/*|][a-z]++)++(?!{WORD})", glued)


def _pose(written: str, words: set[str], plainly: bool) -> str:
    word = written.rstrip("!")
    letters = re.findall("[a-z]", word)
    tables = (POSED, POSED_OTHERWISE) if plainly else (POSED_OTHERWISE, POSED)
    ways = [word.translate(table) for table in tables]
    known = [way for way in ways if way in words or way in COMMON]
    number = r"[0-9]+(?:er|e|re|ere|eme|nd|st|rd|th|h|hrs?|mn|min|am|pm|ans?|k|m|km|kg|cm|mm|gb|go|mo)"
    if len(letters) < 2:
        named = not letters or re.fullmatch("[a-z][0-9]{2,3}|[0-9]{1,2}h[0-9]{2}", word)
        return known[0] + written[len(word) :] if known and not plainly and len(word) <= 6 and not named else written
    if known:
        return known[0] + written[len(word) :]
    if re.fullmatch(number, word):
        return written
    if re.fullmatch("[0-9]*[a-z]+[0-9]*", word) and word.strip("0123456789") in words:
        return word.strip("0123456789")
    return ways[0] + written[len(word) :]


def _unveil(written: str, families: Sequence[Sequence[str]]) -> str:
    veiled = written.translate(POSED)
    words = list(dict.fromkeys(word for family in families for word in family))
    if sum(sign not in "*#%" for sign in veiled) < 2 or veiled.rstrip("*#%") in words:
        return written
    fitting = [
        word
        for word in words
        if len(word) == len(veiled)
        and all(sign in "*#%" or sign == letter for sign, letter in zip(veiled, word, strict=True))
    ]
    weight = {word: sum(word in family for family in families) for word in words}
    for word in sorted(fitting, key=lambda word: -weight[word])[:1]:
        apart = [other for other in fitting if not any(word in family and other in family for family in families)]
        if weight[word] >= sum(weight[other] for other in apart) and all(
            weight[word] > weight[other] for other in apart
        ):
            return word
    return written


def _spelled(marks: Marks, words: set[str], plainly: bool) -> Marks:
    """Letters that stand alone, three or more with nothing but signs and other scripts between them."""
    text, run, runs = "".join(mark[0] for mark in marks), [], []
    for match in re.finditer(r"(?:[a-z0-9@$|'£€]|[^ -~·])+", text):
        if re.fullmatch("[a-z0-9@$|£€]", match[0]):
            run.append(match)
        elif not re.fullmatch("[^ -~£€·]+", match[0]):
            runs.append(run)
            run = []
    for letters_alone in reversed([*runs, run]):
        if len(letters_alone) > 2:
            start, end = letters_alone[0].start(), letters_alone[-1].end()
            written = _spell(text[start:end], words, plainly)
            if written != text[start:end]:
                marks[start:end] = [(letter, marks[start][1], marks[end - 1][2]) for letter in written]
    return marks


def _spell(run: str, words: set[str], plainly: bool) -> str:
    gap = r"[^a-z0-9@$|'£€]+"
    single, gaps = "".join(re.split(gap, run)), re.findall(gap, run)
    if len(re.findall("[a-z]", single)) < 2:
        return run
    if not plainly:
        return re.sub(r"([a-z])\1\1+", r"\1\1", single.translate(POSED_OTHERWISE))
    if len(single) <= 4 and all(letter in SAID_ALONE for letter in single) and single not in words:
        return run
    width = [(gap.isspace(), len(gap)) for gap in gaps]
    spelled = single[0] + "".join(
        f" {letter}" if width[at] > min(width) and 2 * width.count(min(width)) >= len(width) else letter
        for at, letter in enumerate(single[1:])
    )
    once = (re.sub(r"([a-z])\1\1+", r"\1", word) for word in spelled.translate(POSED).split())
    return " ".join(SHORT.get(word) or _parted(word, words) for word in once)


def _parted(run: str, words: set[str]) -> str:
    """The fewest words; where two ways have as many, the one whose last word is longer, and so on from the end."""
    if run in words or run in COMMON or len(run) > 200:
        return run
    parts = COMMON | {word for word in words if len(word) > 3}
    best: list[tuple[float, list[int], list[str]]] = [(0.0, [], [])]
    for end in range(1, len(run) + 1):
        ways = []
        for start in range(max(0, end - 24), end):
            word, (cost, starts, before) = run[start:end], best[start]
            said = word in "aiuy" if len(word) == 1 else word in parts
            price = 1.0 if said else 1.5 if len(word) == 1 and word in ALONE else float("inf")
            ways.append((cost + price, [start, *starts], [*before, word]))
        best.append(min(ways))
    return run if 2 * best[-1][0] > len(run) else " ".join(best[-1][2])


def _narrow(word: str, words: set[str], plainly: bool) -> str:
    if not re.search(r"([a-z])\1\1", word):
        return word
    if plainly:
        return re.sub(r"([a-z])\1\1+", r"\1", word)
    written = re.findall(r"(([a-z])\2*)", word)
    for known in sorted(words, key=lambda known: (-len(known), known)):
        runs = re.findall(r"(([a-z])\2*)", known)
        same = [letter for _, letter in runs] == [letter for _, letter in written]
        if same and all(len(run) <= len(other) for (run, _), (other, _) in zip(runs, written, strict=True)):
            return known
    return re.sub(r"([a-z])\1\1+", r"\1\1", word)
