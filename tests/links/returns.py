"""How somebody comes back: pairs of accounts of one person."""

from datetime import timedelta
from random import Random

from tests.links.making import Pair, account, days_of, hours_of, pair
from tests.links.personas import Persona, nearly

SIGNS = "._-"


def same_avatar(rng: Random, language: str, half: int) -> Pair:
    """He takes another name and keeps his picture, sometimes cropped."""
    he = Persona(rng, language, half)
    other = Persona(rng, language, half)
    new = account(rng, other, avatar=nearly(he.avatar, rng, rng.choice((0, 0, 2, 4))), bio="", age=days_of(rng, 0, 6))
    return pair(rng, he, account(rng, he), he.disguised(0.4), new, posts=rng.randint(1, 4), hours=hours_of(rng, 1, 200))


def handle_varied(rng: Random, language: str, half: int) -> Pair:
    """He adds a figure or a sign to his handle."""
    he = Persona(rng, language, half)
    old = account(rng, he)
    handle = rng.choice(
        (
            f"{old['handle']}{rng.randint(2, 99)}",
            old["handle"].replace("e", "3"),
            f"{old['handle']}.bis",
            f"le_{old['handle']}",
        )
    )
    new = account(rng, he, handle=handle, name=rng.choice(("", he.first)), avatar=None, bio="", age=days_of(rng, 0, 9))
    return pair(rng, he, old, he.disguised(0.3), new, posts=rng.randint(1, 4), hours=hours_of(rng, 1, 300))


def declared(rng: Random, language: str, half: int) -> Pair:
    """The platform itself says that the account moved, or is also known as the other."""
    he = Persona(rng, language, half)
    old, new = account(rng, he), account(rng, Persona(rng, language, half), age=days_of(rng, 2, 500))
    if rng.random() < 0.5:
        new["also_known_as"] = [old["id"]]
    else:
        old["moved_to"] = new["id"]
    return pair(rng, he, old, he.disguised(0.5), new, posts=rng.randint(1, 3), hours=hours_of(rng, 5, 900))


def named_in_bio(rng: Random, language: str, half: int) -> Pair:
    """His new bio names the account that was muted."""
    he = Persona(rng, language, half)
    old = account(rng, he)
    said = {
        "fr": ("Ancien compte : @{}", "Ex @{}, de retour", "Compte de secours de @{}"),
        "en": ("Old account: @{}", "Formerly @{}, back again", "Backup account of @{}"),
    }[language]
    new = account(
        rng, Persona(rng, language, half), bio=rng.choice(said).format(old["handle"]), age=days_of(rng, 0, 40)
    )
    return pair(rng, he, old, he.disguised(0.5), new, posts=rng.randint(1, 3), hours=hours_of(rng, 2, 700))


def same_style(rng: Random, language: str, half: int) -> Pair:
    """Nothing of the old profile is left but how he writes, and when."""
    he = Persona(rng, language, half)
    other = Persona(rng, language, half)
    new = account(rng, other, age=days_of(rng, 0, 20))
    return pair(rng, he, account(rng, he), he, new, posts=rng.randint(7, 12), hours=hours_of(rng, 10, 500))


def same_texts(rng: Random, language: str, half: int) -> Pair:
    """He posts again what he posted before, with a word changed."""
    he = Persona(rng, language, half)
    made = pair(
        rng,
        he,
        account(rng, he),
        he,
        account(rng, Persona(rng, language, half), age=days_of(rng, 0, 9)),
        posts=4,
        hours=hours_of(rng, 1, 400),
    )
    for place, old in zip((0, 2), rng.sample(made["known"]["posts"], 2), strict=True):
        made["new"]["posts"][place]["text"] = f"{old['text']} {rng.choice(('???', 'alors', '...', '!!'))}"
    return made


def soon_after(rng: Random, language: str, half: int) -> Pair:
    """A fresh account, within two hours of the mute, with the old habits, at the old hours."""
    he = Persona(rng, language, half)
    new = account(rng, Persona(rng, language, half), avatar=None, bio="", age=timedelta(minutes=rng.randint(2, 60)))
    return pair(
        rng, he, account(rng, he), he.disguised(0.15), new, posts=rng.randint(5, 8), hours=hours_of(rng, 0, 2), gap=10
    )


def same_bio(rng: Random, language: str, half: int) -> Pair:
    """He writes the same of himself, a word more or less."""
    he = Persona(rng, language, half)
    old = account(rng, he)
    bio = rng.choice((he.bio, f"{he.bio} !", he.bio.replace(",", "."), f"{he.bio.lower()} (2)"))
    new = account(rng, Persona(rng, language, half), bio=bio, avatar=None, age=days_of(rng, 0, 30))
    return pair(rng, he, old, he.disguised(0.3), new, posts=rng.randint(2, 5), hours=hours_of(rng, 4, 500))


def other_platform(rng: Random, language: str, half: int) -> Pair:
    """Muted on one platform, he goes on at the other under the same name."""
    he = Persona(rng, language, half)
    old = account(rng, he)
    new = account(
        rng,
        he,
        handle=f"{old['handle']}.bsky.test",
        platform="mastodon",
        bio="",
        avatar=rng.choice((None, nearly(he.avatar, rng, 3))),
        age=days_of(rng, 0, 900),
    )
    return pair(rng, he, old, he.disguised(0.2), new, posts=rng.randint(2, 5), hours=hours_of(rng, 1, 100))


def during_ban(rng: Random, language: str, half: int) -> Pair:
    """A court forbade him to write to her; he does, with half of his habits changed and a name like the old one."""
    he = Persona(rng, language, half)
    old = account(rng, he)
    new = account(
        rng,
        he,
        handle=f"{he.word}{SIGNS[rng.randrange(3)]}{rng.randint(10, 99)}",
        name=he.word.title(),
        avatar=None,
        bio="",
        age=days_of(rng, 0, 3),
    )
    made = pair(rng, he, old, he.disguised(0.4), new, posts=rng.randint(4, 7), hours=hours_of(rng, 100, 2000))
    return made | {"measure": made["measure"] | {"kind": "court_ban"}}


def sly(rng: Random, language: str, half: int) -> Pair:
    """He changes everything, weeks later, and minds how he writes: most likely nobody can tell."""
    he = Persona(rng, language, half)
    return pair(
        rng,
        he,
        account(rng, he),
        he.disguised(0.85),
        account(rng, Persona(rng, language, half), age=days_of(rng, 100, 900)),
        posts=rng.randint(3, 6),
        hours=hours_of(rng, 500, 2000),
    )
