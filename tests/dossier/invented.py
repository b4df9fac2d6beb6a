"""An invented case, as contents of a dossier: one man, four accounts, eleven months, and a raid. Nobody in it lives."""

import hashlib
from datetime import UTC, date, datetime, timedelta

from bot.dossier.content import (
    About,
    Blind,
    Contents,
    Crowd,
    Day,
    Deadline,
    Element,
    Outside,
    Party,
    Seal,
    Tie,
)
from bot.dossier.fact import (
    Attached,
    Beside,
    Done,
    Fact,
    Piece,
    Showing,
    Turn,
)
from bot.dossier.lawful import words
from bot.dossier.statement import Domicile, Judged, Statement

BEGIN = datetime(2025, 12, 4, 18, 21, 7, tzinfo=UTC)
MADE = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
PERSON = "did:plc:camille"
ACCOUNTS = [
    (
        "bluesky",
        "did:plc:k4wq7ovx2mzr5c3jd6n2tbue",
        ("corbeau.test", "corbeau-noir.test"),
        ("Le Corbeau", "Corbeau 🐦‍⬛"),
    ),
    ("bluesky", "did:plc:p9s3hw2y6r4l7vmf5x8qkzta", ("ombre75.test",), ("ombre",)),
    ("mastodon", "https://cage.test/users/vigie", ("vigie@cage.test",), ("Vigie",)),
    ("mastodon", "https://nid.test/users/plume", ("plume@nid.test",), ("plume ✒️",)),
]
WORDS = {
    "fr": [
        ("Tu te crois intéressante ? Personne ne t’a demandé ton avis.", 1, ("harassment_targeted",)),
        ("Encore toi. Je lis tout ce que tu écris, tu sais. Tout.", 2, ("harassment_targeted",)),
        ("Réponds quand on te parle.", 1, ()),
        ("Je t’ai vue hier, manteau vert, ligne 3. Tu marchais vite.", 4, ("harassment_targeted", "violence_threats")),
        ("Tu m’as bloqué ? Ça ne change rien, j’ai d’autres comptes 😏\nEt du temps.", 3, ("rule_ban_evasion",)),
        ("Sale truie, ferme-la une bonne fois.", 3, ("hate", "harassment_targeted")),
        ("Je connais ton immeuble. Le code n’a pas changé. Dors bien.", 5, ("violence_threats", "harassment_doxxing")),
        (
            "https://depot.test/d/7f3a9c2e41b8d6/photos/2026/03/la-rue-que-tu-connais?vue=entree&jour=mardi#numero",
            4,
            ("harassment_doxxing",),
        ),
    ],
    "en": [
        ("You think you are interesting? Nobody asked for your opinion.", 1, ("harassment_targeted",)),
        ("You again. I read everything you write, you know. Everything.", 2, ("harassment_targeted",)),
        ("Answer when you are spoken to.", 1, ()),
        (
            "Saw you yesterday, green coat, line 3. You were walking fast.",
            4,
            ("harassment_targeted", "violence_threats"),
        ),
        ("Blocked me? Changes nothing, I have other accounts 😏\nAnd time.", 3, ("rule_ban_evasion",)),
        ("Filthy sow, shut it for good.", 3, ("hate", "harassment_targeted")),
        (
            "I know your building. The code is still the same. Sleep well.",
            5,
            ("violence_threats", "harassment_doxxing"),
        ),
        (
            "https://depot.test/d/7f3a9c2e41b8d6/photos/2026/03/the-street-you-know?view=entrance&day=tuesday#number",
            4,
            ("harassment_doxxing",),
        ),
    ],
}
OTHER = [
    "שלום, אני יודע איפה את גרה.",
    "أعرف أين تسكنين، 12 مرة.",
    "你跑不掉的。",
    "t\u200bu\u202e v\u0336a\u0336s voir 🧿",
]
ASKED = {
    "fr": "Vous défendez quoi, au juste ? — la question m’a été posée dix fois hier, voici ma réponse en trois points.",
    "en": "What exactly do you stand for? I was asked ten times yesterday; here is my answer in three points.",
}
SAID = {
    "fr": Statement(
        complainant="Camille Dorval",
        contact="camille@exemple.test",
        office="conseillère municipale",
        presumed="M. Théo Marchal, un ancien voisin du local ; il a signé deux lettres de la même formule.",
        unfit="unfit_over_eight",
        words="Les premiers messages sont arrivés après une réunion publique, en décembre. Je n’ai pas répondu. Aucun, pris seul, n’était « le pire » ; ensemble, ils m’ont fait quitter deux réseaux.\n\nQuand j’ai bloqué le premier compte, un autre est apparu en moins d’une heure.",
        effects="Insomnies depuis mars, arrêt de travail de douze jours en avril. Je ne rentre plus seule. J’ai renoncé à trois réunions publiques.",
        asked=("prosecution", "identify", "ban", "que mon adresse ne figure dans aucune pièce communiquée"),
        addressee="Tribunal judiciaire de Valbourg",
        domicile=Domicile(
            kind="third_party",
            name="Maître A. Lenormand",
            lines=("cabinet d’avocats", "1 place du Palais", "99000 Valbourg"),
            consents=True,
        ),
    ),
    "en": Statement(
        complainant="Camille Dorval",
        contact="camille@example.test",
        office="city councillor",
        presumed="Mr Théo Marchal, who used to be a neighbour of the office; he signed two letters with the same phrase.",
        unfit="unfit_over_eight",
        words="The first messages came after a public meeting, in December. I did not answer. None of them was “the worst”; together they made me leave two networks.\n\nWhen I blocked the first account, another appeared within the hour.",
        effects="Sleepless since March, twelve days of sick leave in April. I no longer walk home alone. I gave up three public meetings.",
        asked=("prosecution", "identify", "removal"),
    ),
}


def digest(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def key(index):
    return f"{ACCOUNTS[index][0]}:{ACCOUNTS[index][1]}"


def pieces(number, at, uri):
    kinds = ("record", "profile", "origin") if number % 3 else ("record", "notification")
    return tuple(
        Piece(
            what=what,
            file=f"data/originals/{number:05}-{what}.json",
            digest=digest(number, what),
            size=900 + 37 * number % 4000,
            at=at + timedelta(seconds=2),
            exhibit=digest(number)[:26],
            url=uri,
            entry=41 + 3 * number,
            answer="HTTP/1.1 200 OK" if what == "origin" else "",
            limits=("times_claimed", "held_by_server") if what == "origin" else (),
        )
        for what in kinds
    )


def fact(number, language, at, picture=""):
    who = (number // 5) % 4
    platform, account, handles, names = ACCOUNTS[who]
    text, level, reasons = WORDS[language][number % 8]
    if number % 11 == 9:
        text, level, reasons = OTHER[number // 11 % 4], 3, ("violence_threats",)
    bluesky = platform == "bluesky"
    uri = f"at://{account}/app.bsky.feed.post/3l{number:011}" if bluesky else f"{account}/statuses/11{number:016}"
    url = (
        f"https://bsky.app/profile/{account}/post/3l{number:011}"
        if bluesky
        else f"https://{handles[0].split('@')[1]}/@{handles[0].split('@')[0]}/11{number:016}"
    )
    media = (
        Attached(kind="image", alt="une rue, le soir" if language == "fr" else "a street at night", file=picture, type="image/png", size=48_211, digest=digest(number, "m"), showing=Showing.BLURRED),
        Attached(kind="image", file=f"data/originals/{number:05}-2.jpg", type="image/jpeg", size=1_248_211, digest=digest(number, "n")),
    ) if picture and number % 8 == 3 else ()  # fmt: skip
    beside = (
        Beside(role="parent", uri=f"at://{PERSON}/app.bsky.feed.post/3k{number:011}", at=at - timedelta(hours=3), author=f"bluesky:{PERSON}", handle="camille.test", text=ASKED[language]),
        Beside(role="reply", uri=f"at://{PERSON}/app.bsky.feed.post/3m{number:011}", at=at + timedelta(minutes=9), author=f"bluesky:{PERSON}", handle="camille.test", text="Ne m’écrivez plus." if language == "fr" else "Do not write to me again."),
    )[: 1 + (number % 4 == 0)] if number % 3 != 1 else ()  # fmt: skip
    turns = {
        6: (Turn(what="deleted", at=at + timedelta(hours=5)),),
        1: (Turn(what="edited", at=at + timedelta(minutes=3), text=text + " (…)", digest=digest(number, "e")),),
    }.get(number % 8, ())
    done = (
        (
            Done(what="mute", at=at + timedelta(seconds=4), outcome="done", by="insistance"),
            Done(what="report", at=at + timedelta(minutes=40), outcome="held", by="camille"),
        )
        if level > 2
        else ()
    )
    return Fact(
        number=number, at=at, claimed_at=at - timedelta(seconds=1 + number % 3), taken_at=at + timedelta(seconds=1), platform=platform,
        kind=("reply", "mention", "quote", "direct")[number % 7 % 4], author=key(who), handle=handles[number % len(handles)], name=names[number % len(names)],
        uri=uri, url=url, text=text, lang=language, audience="direct" if number % 7 == 3 else "public", beside=beside, media=media, turns=turns, done=done,
        reasons=reasons, severity=min(level, 4), level=level, rules=("insistance",) if reasons else (), proves=("record", "key_by_log", "chain") if bluesky else ("chain",),
        limits=("held_by_server", "times_claimed") if bluesky else ("servers_word", "times_claimed"), exhibit=digest(number)[:26], entry=41 + 3 * number, seal=digest(number, "seal"),
        pieces=pieces(number, at, url), most_worrying=level == 5 and number % 3 == 0,
    )  # fmt: skip


def letter(number, language, at):
    text = (
        "Lettre sans timbre, glissée sous la porte du local : « On sait où tu vas. »"
        if language == "fr"
        else "Letter without a stamp, pushed under the office door: “We know where you go.”"
    )
    return Fact(
        number=number,
        at=at,
        taken_at=at + timedelta(days=1),
        kind="letter",
        author=key(0),
        text=text,
        level=4,
        severity=3,
        reasons=("violence_threats",),
        proves=("chain",),
        limits=(),
        exhibit=digest(number)[:26],
        entry=41 + 3 * number,
        seal=digest(number, "seal"),
    )


def days_of(facts):
    counted = {}
    for one in facts:
        counted.setdefault(one.at.date(), [0] * 6)[one.level] += 1
    marks = {40: ("muted",), 55: ("blocked",), 150: ("complaint",), 210: ("judgment", "ban"), 231: ("muted",)}
    found = []
    span = (facts[-1].at - facts[0].at).days
    for offset in range(span + 1):
        day = facts[0].at.date() + timedelta(days=offset)
        if day in counted or offset in marks:
            found.append(Day(day=day, counts=tuple(counted.get(day, [0] * 6)), marks=marks.get(offset, ())))
    return tuple(found)


def invented(language="fr", masked=False, facts=42, picture=""):
    """The whole case, of so many facts."""
    every = []
    for number in range(1, facts + 1):
        at = (
            BEGIN
            + timedelta(days=328) * ((number - 1) / max(facts - 1, 1))
            + timedelta(hours=number * 7 % 11, minutes=number * 13 % 60, seconds=number * 29 % 60)
        )
        every.append(letter(number, language, at) if number == 20 else fact(number, language, at, picture))
    every = sorted(every, key=lambda one: one.at)
    numbers = tuple(one.number for one in every)
    parties = [
        Party(
            key=key(index),
            platform=platform,
            id=account,
            handles=handles,
            names=names,
            bio=("J’observe. Vous aussi, vous devriez." if language == "fr" else "I watch. So should you.")
            if index == 0
            else "",
            made_at=BEGIN - timedelta(days=400 - 90 * index),
            first=every[0].at,
            last=every[-1].at,
            facts=facts // 4,
        )
        for index, (platform, account, handles, names) in enumerate(ACCOUNTS)
    ]
    parties += [
        Party(key=f"bluesky:{PERSON}", platform="bluesky", id=PERSON, handles=("camille.test",), accused=False),
        Party(
            key="bluesky:did:plc:ami",
            platform="bluesky",
            id="personne A" if masked else "did:plc:ami",
            handles=("personne A" if masked else "amie-de-camille.test",),
            accused=False,
            facts=0,
        ),
    ]
    laws = {
        "fr.harassment_online": {"repeated": numbers, "same_or_together": numbers[:9], "health": (), "online": numbers[1:], "elected": ()},
        "fr.threats": {"threat": numbers[6::8], "reiterated_or_written": numbers[6::8]},
        "fr.identity": {"taken": (), "to_harm": ()},
    }  # fmt: skip
    elements = [
        Element(
            law=law,
            element=name,
            facts=shown,
            said=SAID[language].effects if name == "health" else SAID[language].office if name == "elected" else "",
        )
        for law, every_element in laws.items()
        for name, shown in every_element.items()
    ]
    return Contents(
        about=About.CASE, subject="c-2025-0007", person="camille", language=language, zone="Europe/Paris", law="fr", filed=date(2026, 5, 3), made_at=MADE, selected=facts, known=facts + 1, which="chosen",
        stage="course_of_conduct", statement=SAID[language], facts=tuple(every), parties=tuple(parties),
        ties=(
            Tie(account=key(0), other=key(1), status="confirmed", score=0.97, grounds=("avatar", "texts", "after"), at=BEGIN + timedelta(days=56), by="sacha"),
            Tie(account=key(1), other=key(2), status="suggested", score=0.81, grounds=("style", "hours", "new"), at=BEGIN + timedelta(days=120)),
        ),
        days=days_of(every),
        crowds=(Crowd(number=3, since=BEGIN + timedelta(days=90), until=BEGIN + timedelta(days=90, hours=9), authors=212, hostile=188, mentions=411, supporters=17, root=f"at://{PERSON}/app.bsky.feed.post/3k00000000042", origin=f"at://{ACCOUNTS[0][1]}/app.bsky.feed.post/3k00000000099", hours=tuple((BEGIN + timedelta(days=90, hours=n), 5 + n * (9 - n) * 2, 8 + n * (9 - n) * 4) for n in range(9))),),
        elements=tuple(elements),
        deadlines=(*(Deadline(clock="fr.insult", fact=one.number, since=one.at, until=one.at + timedelta(days=92)) for one in every[-6:]), Deadline(clock="fr.host_data", fact=1, since=every[0].at, until=every[0].at + timedelta(days=365)), Deadline(clock="fr.offence", fact=0, since=every[-1].at, until=every[-1].at + timedelta(days=6 * 365))),
        judged=(Judged(kind="conviction", at=date(2026, 7, 2), court="Tribunal judiciaire de Valbourg", reference="26/00421", text="Condamnation pour harcèlement en ligne, sursis probatoire." if language == "fr" else "Convicted of online harassment, suspended sentence."), Judged(kind="account_ban", at=date(2026, 7, 2), until=date(2027, 1, 2), court="Tribunal judiciaire de Valbourg", reference="26/00421")),
        outside=(Outside(about="Certificat médical, 12 jours" if language == "fr" else "Medical certificate, 12 days", name="certificat-avril.pdf", dated=datetime(2026, 4, 14, tzinfo=UTC), piece=Piece(what="brought", file="data/originals/brought-1.pdf", digest=digest("brought"), size=88_120, at=MADE - timedelta(days=30), entry=12)),),
        blind=(Blind(source="bluesky, flux", since=BEGIN + timedelta(days=61), until=BEGIN + timedelta(days=61, hours=2)),),
        seals=(Seal(number=160, seal=digest("seal", 160), at=MADE - timedelta(days=20), file="data/checkpoints/160.txt", places=("freetsa.test, 13 octobre 2026", "OpenTimestamps, bloc 870 114")), Seal(number=190, seal=digest("seal", 190), at=MADE - timedelta(hours=3), file="data/checkpoints/190.txt")),
        instruments=("Rempart 0.9.0, Python 3.11.7", "Debian 13, x86-64", "NTP : écart 3 ms le 2 novembre 2026" if language == "fr" else "NTP: 3 ms off on 2 November 2026"),
        masked=masked, software="Rempart 0.9.0",
    )  # fmt: skip


LAW = {language: words(language) for language in ("fr", "en")}
"""As bot/law has it."""
