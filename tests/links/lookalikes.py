"""How two people come to look alike: pairs of accounts that are not one person's."""

from random import Random

from tests.links.making import Pair, account, days_of, hours_of, pair
from tests.links.personas import Persona, face, nearly


def fans(rng: Random, language: str, half: int) -> Pair:
    """Two of those who show the campaign's picture; one of them went too far."""
    one, other, picture = Persona(rng, language, half), Persona(rng, language, half), face(rng)
    old, new = account(rng, one, avatar=picture), account(rng, other, avatar=picture, age=days_of(rng, 5, 900))
    return pair(
        rng,
        one,
        old,
        other,
        new,
        posts=rng.randint(2, 6),
        hours=hours_of(rng, 5, 500),
        tone="kind",
        shared=rng.randint(3, 40),
    )


def imitator(rng: Random, language: str, half: int) -> Pair:
    """An admirer of the muted account takes its manner and a name like it, though long there already."""
    one, other = Persona(rng, language, half), Persona(rng, language, half)
    other.habits |= {key: one.habits[key] for key in ("opener", "closer", "end")}
    old = account(rng, one)
    new = account(rng, other, name=f"Team {one.first}", age=days_of(rng, 200, 1500))
    return pair(
        rng, one, old, other, new, posts=rng.randint(4, 9), hours=hours_of(rng, 5, 500), before=rng.random() < 0.5
    )


def couple(rng: Random, language: str, half: int) -> Pair:
    """One name, one house, often one picture; both have been there for years."""
    one, other = Persona(rng, language, half), Persona(rng, language, half)
    other.last, other.hours = one.last, one.hours
    old = account(rng, one, age=days_of(rng, 400, 2000))
    new = account(
        rng,
        other,
        avatar=rng.choice((one.avatar, other.avatar)),
        bio=rng.choice((one.bio, other.bio)),
        age=days_of(rng, 400, 2000),
    )
    return pair(
        rng, one, old, other, new, posts=rng.randint(3, 7), hours=hours_of(rng, 1, 300), tone="critical", before=True
    )


def colleagues(rng: Random, language: str, half: int) -> Pair:
    """One office: its logo, its hours, its words in the bio."""
    one, other = Persona(rng, language, half), Persona(rng, language, half)
    other.hours, logo = one.hours, face(rng)
    bio = {"fr": "Journaliste au service politique, {}", "en": "Reporter on the politics desk, {}"}[language].format(
        one.word.title()
    )
    old, new = (
        account(rng, one, avatar=logo, bio=bio, age=days_of(rng, 300, 2000)),
        account(rng, other, avatar=logo, bio=bio, age=days_of(rng, 300, 2000)),
    )
    return pair(
        rng,
        one,
        old,
        other,
        new,
        posts=rng.randint(3, 7),
        hours=hours_of(rng, 1, 300),
        tone="critical",
        shared=rng.randint(2, 20),
        before=rng.random() < 0.6,
    )


def brigade(rng: Random, language: str, half: int) -> Pair:
    """Both paste what hundreds paste."""
    one, other = Persona(rng, language, half), Persona(rng, language, half)
    made = pair(
        rng,
        one,
        account(rng, one),
        other,
        account(rng, other, age=days_of(rng, 1, 900)),
        posts=rng.randint(1, 3),
        hours=hours_of(rng, 0, 30),
    )
    said = one.say("brigade")
    for side in ("known", "new"):
        made[side]["posts"][-1]["text"] = said
    return made | {"texts_shared_by": rng.randint(8, 300)}


def default_avatar(rng: Random, language: str, half: int) -> Pair:
    """Two of the thousands who never chose a picture; one comes soon after the other was muted."""
    one, other, blank = (
        Persona(rng, language, half),
        Persona(rng, language, half),
        rng.choice(("0000000000000000", face(rng))),
    )
    old, new = (
        account(rng, one, avatar=blank, bio=""),
        account(rng, other, avatar=blank, bio="", age=days_of(rng, 0, 400)),
    )
    return pair(
        rng,
        one,
        old,
        other,
        new,
        posts=rng.randint(1, 5),
        hours=hours_of(rng, 0, 48),
        tone="critical",
        shared=rng.randint(20, 900),
    )


def namesake(rng: Random, language: str, half: int) -> Pair:
    """Two people of one name."""
    one, other = Persona(rng, language, half), Persona(rng, language, half)
    other.first, other.last = one.first, one.last
    old = account(rng, one, handle=f"{one.first}{one.last}".lower())
    new = account(
        rng, other, handle=f"{one.first}.{one.last}{rng.choice(('', '75', '_35'))}".lower(), age=days_of(rng, 300, 2000)
    )
    return pair(
        rng,
        one,
        old,
        other,
        new,
        posts=rng.randint(2, 6),
        hours=hours_of(rng, 5, 500),
        tone="critical",
        before=rng.random() < 0.4,
    )


def parodies(rng: Random, language: str, half: int) -> Pair:
    """Two who mock one politician under that politician's name and picture."""
    one, other, picture = Persona(rng, language, half), Persona(rng, language, half), face(rng)
    star = Persona(rng, language, half)
    name = f"{star.first} {star.last}"
    old = account(rng, one, avatar=picture, name=f"{name} (parodie)", handle=f"{star.last}parodie".lower())
    new = account(
        rng,
        other,
        avatar=nearly(picture, rng, rng.choice((0, 3))),
        name=f"Pas {name}",
        handle=f"faux{star.last}".lower(),
        age=days_of(rng, 60, 900),
    )
    return pair(
        rng, one, old, other, new, posts=rng.randint(2, 6), hours=hours_of(rng, 5, 500), shared=rng.randint(3, 12)
    )


def dialect(rng: Random, language: str, half: int) -> Pair:
    """Two who write as their region speaks."""
    one, other = Persona(rng, language, half), Persona(rng, language, half)
    one.dialect = other.dialect = True
    return pair(
        rng,
        one,
        account(rng, one),
        other,
        account(rng, other, age=days_of(rng, 5, 900)),
        posts=rng.randint(5, 9),
        hours=hours_of(rng, 5, 500),
        tone="critical",
    )


def innocent(rng: Random, language: str, half: int) -> Pair:
    """Somebody new says something kind, or critical, minutes after the mute."""
    one, other = Persona(rng, language, half), Persona(rng, language, half)
    new = account(rng, other, age=days_of(rng, 0, 2))
    return pair(
        rng,
        one,
        account(rng, one),
        other,
        new,
        posts=rng.randint(1, 8),
        hours=hours_of(rng, 0, 1),
        tone=rng.choice(("kind", "critical")),
    )


def witness(rng: Random, language: str, half: int) -> Pair:
    """A supporter quotes what he wrote, to speak against it."""
    one, other = Persona(rng, language, half), Persona(rng, language, half)
    made = pair(
        rng,
        one,
        account(rng, one),
        other,
        account(rng, other, age=days_of(rng, 30, 900)),
        posts=rng.randint(2, 5),
        hours=hours_of(rng, 0, 60),
        tone="kind",
    )
    form = {
        "fr": "« {} » : voilà ce qu'elle reçoit chaque jour, courage à elle",
        "en": "“{}” is what she gets every day, all my support to her",
    }[language]
    made["new"]["posts"][0]["text"] = form.format(rng.choice(made["known"]["posts"])["text"])
    return made


def strangers(rng: Random, language: str, half: int) -> Pair:
    """Two people who have nothing in common but whom they write to."""
    one, other = Persona(rng, language, half), Persona(rng, language, half)
    return pair(
        rng,
        one,
        account(rng, one),
        other,
        account(rng, other, age=days_of(rng, 0, 1500)),
        posts=rng.randint(1, 9),
        hours=hours_of(rng, 1, 2000),
        tone=rng.choice(("insistent", "critical", "kind")),
    )
