"""Which characters are drawn like Latin letters; written by scripts/make-confusables, not by hand.

Source: Unicode's confusables.txt (UTS 39), © Unicode, Inc., used under its licence for data files, which stands in
confusables.LICENSE, as packed in confusable-homoglyphs 3.3.1 (MIT, PyPI), confusables.json,
SHA-256 2d8b4774cd9dc6f233a18681bc00423ae270037437f276fc6a8b80630941fe7d.
Its newest characters are of Unicode 13. Each letter stands before the characters that look like it, in order of code.
"""

from typing import Final

CONFUSABLES: Final[dict[str, str]] = {
    "a": "\u0251\u03b1\u0430\u13aa\u15c4\u15c5\ua4ee\ua4ef\U000102a0\U00016f40",
    "aa": "\ua733",
    "ae": "\xe6\u04d5",
    "ao": "\ua735",
    "au": "\ua737",
    "av": "\ua739\ua73b",
    "ay": "\ua73d",
    "b": "\u0432\u0463\u048d\u13cf\u13f4\u1472\u1473\u15af\u15f7\ua4d0\U00010282\U000102a1\U00010301",
    "c": "\u037d\u03b5\u0441\u0454\u04ab\u0511\u13df\u2c89\u2ca5\ua4da\U000102a2\U00010302\U00010429\U0001043d"
    "\U0001051c\U000118ce\U000118f2",
    "d": "\u0501\u13a0\u13e7\u146f\u15de\u15ea\ua4d2\ua4d3",
    "dz": "\u02a3\u02a5",
    "e": "\u0259\u0435\u0437\u0499\u04bd\u04bf\u04d9\u13ac\u13cb\u2d39\u2d3a\ua4f0\ua4f1\ua79d\U00010286\U0001042a"
    "\U00010442\U00016f2d",
    "eo": "\u1d14\uab41\uab42",
    "f": "\u0584\u15b4\u15b7\ua4dd\U00010287\U000102a5\U00010525\U000118c2",
    "g": "\u018d\u050d\u0581\u13c0\u13f3\ua4d6",
    "h": "\u043d\u045b\u04a3\u04bb\u04c8\u04ca\u0570\u13a8\u13b0\u13bb\u13c2\u13f2\u157c\ua4e7\ua695\ua6b1\ua727"
    "\U000102cf",
    "i": "\u0269\u03b9\u0456\u04cf\u13a5\u1d7c\ua647\U000118c3",
    "j": "\u03f3\u0458\u0575\u13ab\u148d\ua4d9",
    "k": "\u13e6\u16d5\ua4d7\U00010518",
    "l": "\u01c0\u13de\u14aa\u16c1\u18f3\u2cd1\u2d4f\ua4e1\ua4f2\U0001028a\U00010309\U00010320\U00010443\U00010526"
    "\U00016f16\U00016f28",
    "ll": "\u01c1",
    "ls": "\u02aa",
    "lz": "\u02ab",
    "m": "\u057a\u1223\u13b7\u15f0\u16d6\ua4df\uab51\U000102b0\U00010311\U00011700",
    "n": "\u0377\u03b7\u0438\u0578\u057c\ua4e0\U0001044d\U00010513",
    "o": "\u037b\u03b8\u03bf\u03c3\u043e\u0473\u04e9\u0585\u0b20\u0d20\u1010\u101d\u10ff\u12d0\u13be\u13eb\u2c9f\u2d31"
    "\u2d41\u2d54\u3007\ua4db\ua4f3\U00010292\U000102ab\U0001042c\U0001044b\U000104ea\U00010516\U000118c8\U000118d7",
    "oe": "\u0153\u0276\uab62",
    "oo": "\ua699\ua74f",
    "p": "\u03c1\u0440\u13e2\u146d\u18d6\u1d29\u2ca3\ua4d1\U00010295",
    "q": "\u051b\u0563\u0566\u1d90\u2d55",
    "r": "\u0433\u044f\u0493\u13a1\u13d2\u1587\u18f4\u1d26\u2c85\ua4e3\uab47\U00016f35",
    "s": "\u01bd\u0455\u13d5\u13da\ua4e2\U00010296\U00010448\U000118c1\U00016f3a",
    "ss": "\u03b2\u13f0\ua7b5",
    "t": "\u03c4\u0442\u04ad\u13a2\u13bf\ua4d4\U00010297\U000102b1\U00010315\U00016f0a",
    "tc": "\u02a8",
    "tf": "\ua777",
    "ts": "\u02a6",
    "u": "\u03c5\u057d\u1200\u13cc\u144c\ua4f4\ua79f\U000104f6\U000118d8\U00016f42",
    "ue": "\u1d6b",
    "uo": "\uab63",
    "v": "\u03bd\u0475\u13d9\u142f\u1431\u18d4\u1d27\u2d37\u2d38\ua4e5\ua4e6\ua6ce\ua6df\U0001028d\U000104d8\U0001051d"
    "\U00011706\U000118c0\U00016f08\U00016f3d",
    "w": "\u043c\u0461\u047d\u04ce\u051d\u0561\u13b3\u13d4\ua4ea\ua761\U000114c5\U0001170a\U0001170e\U0001170f"
    "\U000118ef",
    "x": "\u0445\u1541\u157d\u16b7\u2d5d\ua4eb\U00010290\U000102b4\U00010317\U00010322\U00010527\U000118ec",
    "y": "\u0263\u03b3\u0443\u04af\u04b1\u10e7\u13a9\u13bd\ua4ec\U000102b2\U000118dc\U00016f43",
    "z": "\u13c3\u1646\ua4dc\U000102f5\U000118c4",
}
