"""Courses that a third stranger invented, in which what is said of one person hangs on what others did."""

from typing import Any

from tests.scenarios.fresh import DAY, HOUR, each, many, moment, says


def on_both_networks() -> list[dict[str, Any]]:
    """A crowd comes on both networks at once, fourteen people on each, with jibes that are little alone."""
    jibes = ("Menteuse !", "Casse-toi", "T'es une honte", "Pauvre fille", "sale mytho", "Ferme-la")
    there = [
        says(2 + 2.5 * n, f"72{n:02d}", jibes[n % 6], platform="mastodon", handle=f"pouet{n * 31 % 89}@z{n}.test")
        for n in range(14)
    ]
    return sorted([*many(0, 40, 14, jibes, "ciel"), *there], key=lambda event: event["at"])


def joy_and_then_a_raid() -> list[dict[str, Any]]:
    """Two hundred are glad for her in words that many use; two hours later seventy come to spoil it, and some hug her."""
    glad = (
        "Congratulations!!",
        "You deserve this and more",
        "Crazy!!",
        "Tu mérites tellement !",
        "Insane",
        "Shut up!! Congratulations!!",
        "Félicitations, du travail bien fait",
        "You animal 🔥",
        "I'm screaming, congrats",
        "Une soirée folle, bravo",
    )
    spoiling = (
        "undeserved, you talentless hack",
        "pathetic",
        "disgusting woman",
        "give it back, liar",
        "shut up nobody cares",
        "worst choice ever, idiot",
        "you make me sick",
    )
    return [
        *many(0, HOUR, 200, glad, "glad"),
        *many(2 * HOUR, 50, 70, spoiling, "spoil", created_at="2026-01-20T00:00:00Z"),
        *many(2 * HOUR + 5, 50, 36, ("You are not alone. Stay strong!", "Leave her alone.", "Camille ❤️"), "hug"),
    ]


NEW: dict[str, Any] = {"created_at": "2026-02-05T00:00:00Z", "followers": 0, "posts": 2}


def he_says_little() -> list[dict[str, Any]]:
    """Muted for a threat, he is back under a name like his own, and puts off how he writes with a word or two."""
    before = ("T'es moche, tu sais.", "Grosse vache !", "Je vais te buter, tu m'entends ?")
    after = ("Salut", "Ça va ?", "Jolie robe")
    return [
        *each(0, DAY, "did:plc:marc", before, handle="marc.dupont71.test"),
        *each(4 * DAY, DAY, "did:plc:autre", after, handle="marc-dupont-72.test", **NEW),
    ]


def she_asks_as_politely() -> list[dict[str, Any]]:
    """He begins with a formula of courtesy, and so does somebody who is new and only asks."""
    before = (
        "Bonjour Madame, pourriez-vous me dire pourquoi vous mentez ?",
        "Bonjour Madame, pourriez-vous me dire qui vous paie, sale pute ?",
        "Bonjour Madame, pourriez-vous me dire où vous habitez ? Je viens vous tuer.",
    )
    after = (
        "Bonjour Madame, pourriez-vous me dire à qui écrire au ministère ?",
        "Bonjour Madame, pourriez-vous me dire si le rapport est public ?",
        "Merci beaucoup !",
    )
    return [*each(0, DAY, "did:plc:formule", before), *each(3 * DAY, DAY, "did:plc:polie", after, **NEW)]


def as_his_uncle_used_to_say() -> list[dict[str, Any]]:
    """Courteous for a month, then not; muted, he comes back with another name and face, and the same turns of phrase."""
    before = (
        "Chère Camille, comme disait feu mon oncle : la patience est une vertu. Bien à vous, sans rancune aucune.",
        "Chère Camille, je note votre silence, dont acte. Bien à vous, sans rancune aucune.",
        "Chère Camille, comme disait feu mon oncle : qui ne dit mot consent. Dont acte.",
        "Chère Camille, je repasserai demain, et après-demain, dont acte. Bien à vous.",
        "Chère Camille, vous m'ignorez toujours, dont acte. Bien à vous, sans rancune aucune.",
        "Chère Camille, comme disait feu mon oncle : tout se paie. Vous êtes une petite garce et vous allez payer.",
    )
    after = (
        "Bonjour Camille. Comme disait feu mon oncle, on ne se débarrasse pas de moi. Sans rancune aucune.",
        "Toujours ce silence, dont acte. Qui ne dit mot consent, comme disait feu mon oncle.",
        "Je note que vous m'ignorez, dont acte. Bien à vous, sans rancune aucune.",
    )
    reader = (
        "Bonjour, votre livre est-il disponible en poche ?",
        "Merci, je l'ai trouvé. Ma fille le lit déjà.",
        "Elle l'a fini en deux jours, sans rancune pour la fin !",
    )
    new = NEW | {"created_at": "2026-03-10T00:00:00Z"}
    return [
        *each(0, 6 * DAY, "did:plc:oncle", before),
        *each(37 * DAY, 2 * DAY, "did:plc:tilleul", after, **new),
        *each(37 * DAY + 200, 2 * DAY, "did:plc:lectrice", reader, **new),
    ]


def after_the_verdict() -> list[dict[str, Any]]:
    """A court forbade him to write; he is back with the picture and the oaths he had, while a newsroom asks about it."""
    face = "91c2f03a5d7e6b48"
    before = (
        "On verra bien qui rira le dernier ma jolie, foi de Gaston !!!",
        "T'es qu'une sale menteuse ma jolie, foi de Gaston !!!",
        "Tu vas crever seule ma jolie, foi de Gaston !!!",
    )
    after = ("Coucou ma jolie, devine qui c'est !!!", "On verra bien qui rira le dernier ma jolie !!!")
    asked = (
        "Bonjour, une réaction à la condamnation de votre harceleur hier ?",
        "Bonjour, l'interdiction de contact vous suffit-elle ?",
        "Bonjour, je publie à 18 h, un mot ?",
    )
    ban = {"until": "2027-06-01T00:00:00Z", "person": ["701"], "kind": "court_ban"}
    return [
        *each(0, DAY, "701", before, platform="mastodon", handle="gaston.r@un.test", avatar=face),
        {"event": "restriction", "at": moment(4 * DAY), **ban},
        *each(4 * DAY + 60, HOUR, "703", asked, platform="mastodon", handle="redaction@presse.test", followers=20000),
        *each(9 * DAY, DAY, "702", after, platform="mastodon", handle="fleur-bleue@deux.test", avatar=face, **NEW),
    ]


def they_denounce_him() -> list[dict[str, Any]]:
    """What he wrote is repeated by those who report him, in quotes of every kind."""
    texts = (
        "Regardez ce que ce type écrit à Camille : « je vais te retrouver et te crever ». Vous faites quoi ?",
        "« Sale pute, crève » : voilà ce qu'elle reçoit tous les jours. Stop.",
        "Je copie son message pour la police : « on va te violer, toi et ta sœur ».",
        "This is what she gets: “I will rape you and burn your house”. Report him.",
        "Someone wrote “kill yourself” under her post and the mods did nothing.",
        "Le message supprimé disait : « ton fils va payer ». Captures disponibles pour l'avocate.",
    )
    return many(0, 90, 6, texts, "cite")
