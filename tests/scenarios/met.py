"""Courses of events out of other lives: a nurse, a referee, a lecturer, a bride, a mourner, a pupil, a witness."""

from typing import Any

from tests.scenarios.fresh import DAY, HOUR, MINE, delete, each, edit, many, moment, says

NEW: dict[str, Any] = {"created_at": "2026-02-08T00:00:00Z", "followers": 0, "posts": 1}


def each_tuesday_at_three() -> list[dict[str, Any]]:
    """He asks for nothing, he says; he is never rude; it is always three in the morning."""
    texts = (
        "Il est trois heures et je pense à vous.",
        "La lune est belle, vous dormez sans doute.",
        "Je ne vous demande rien, seulement un mot.",
        "Encore un mardi sans réponse.",
        "Je serai patient, vous verrez.",
        "Votre lampe était allumée tard hier.",
        "Vous finirez par comprendre que nous sommes liés.",
        "Pourquoi ce silence ? Je ne mérite pas cela.",
    )
    return each(19.5 * HOUR, 7 * DAY, "did:plc:mardi", texts)


def the_gentleman() -> list[dict[str, Any]]:
    """He is courteous, and knows which train she takes."""
    texts = (
        "Good evening. A fine lecture, as ever.",
        "I took the seat behind yours on the 8.14 this morning. You read Woolf.",
        "You changed your hair. I preferred it before.",
        "I left a small parcel with your porter.",
        "You didn't wear the scarf I left for you.",
        "I have moved to your street. I hope we shall be good neighbours.",
        "You had a gentleman caller on Sunday. Who was he?",
        "I shall wait as long as it takes. You and I are meant.",
    )
    return each(0, 3 * DAY, "did:plc:gentleman", texts)


def from_love_to_blame() -> list[dict[str, Any]]:
    """He loved her once; hearts, then flowers, then the street before her house."""
    texts = (
        "You are the love of my life, please talk to me ❤️",
        "I sent you flowers, did you get them? ❤️",
        "I sent flowers to your work too ❤️",
        "Why won't you answer? I changed everything for you.",
        "I was outside your place last night, your light was on.",
        "If I can't have you nobody will.",
        "I love you. I love you. I love you. Answer me.",
    )
    return each(0, 19 * HOUR, "did:plc:exlove", texts)


def he_changes_the_network() -> list[dict[str, Any]]:
    """He writes as one writes on an old telephone, is muted, and goes on elsewhere."""
    before = (
        "vs etes magnifique madame camille ,je vs regarde chaque soir",
        "vs ne repondez jamais madame camille ,c est pas gentil",
        "je sais que vs lisez mes messages madame camille",
        "vs etes une menteuse madame camille ,vs le paierez",
    )
    after = (
        "je suis la madame camille ,vs pensiez me fuir",
        "je vs regarde chaque soir madame camille ,meme ici",
        "vs ne repondez jamais madame camille",
    )
    face = "ffee00112233aabb"
    return [
        *each(0, DAY, "did:plc:regarde", before, handle="lune-noire.test", avatar=face),
        *each(7 * DAY, DAY, "7788", after, platform="mastodon", handle="lune-noire@autre.test", avatar=face, **NEW),
    ]


def they_write_each_day() -> list[dict[str, Any]]:
    """A listener and somebody's grandmother, who have written every day for weeks and mean well."""
    said = ("j'ai ri", "ma fille adore", "à demain", "le chat aussi", "quel invité", "vivement la suite")
    fan = tuple(f"Jour {number} : merci pour l'épisode, {said[number % 6]}" for number in range(30))
    gran = ("Good morning dear, lovely programme yesterday. Joyce, Leeds x",) * 30
    return [
        *each(0, DAY, "did:plc:fan", fan, followers=12),
        *each(90, DAY, "did:plc:gran", gran, followers=2, posts=45),
    ]


def three_hundred_wedding_guests() -> list[dict[str, Any]]:
    texts = (
        "Vive les mariés !",
        "Trop belle la robe, j'ai chialé",
        "Congratulations you two!!",
        "Enfin la corde au cou 😂",
        "Mazel tov !",
        "Mabrouk !",
        "Que Dieu bénisse votre foyer",
        "You clean up nice, you old dog",
        "Bon débarras le célibat 😂",
        "Je suis morte, cette photo 😭",
        "La mariée est une bombe 💣",
        "Felicidades guapa!",
        "bitch you look AMAZING",
        "Je vais vous étouffer de bisous samedi 💕",
    )
    return many(0, 180, 300, texts, "noce")


def three_hundred_mourners() -> list[dict[str, Any]]:
    """They curse death, and not the one who mourns."""
    texts = (
        "Toutes mes condoléances.",
        "Il est parti trop tôt, repose en paix.",
        "So sorry for your loss.",
        "RIP",
        "La mort est une salope.",
        "Je pleure avec toi.",
        "Le cancer, quelle merde.",
        "Cancer is a bastard.",
        "May he rest in power.",
        "On l'enterre quand ? Je viendrai.",
        "Sending love to you and your mum 🖤",
    )
    return many(0, 240, 300, texts, "deuil")


def sixty_journalists() -> list[dict[str, Any]]:
    """She has filmed something, and every newsroom wants it before six."""
    texts = (
        "Bonjour, accepteriez-vous une interview à 18 h ?",
        "Hi, producer at Radio Q, can we use your video with credit?",
        "Bonjour Madame, rédaction du Courrier : pouvez-vous nous appeler au 03 99 00 11 22 ?",
        "Hello, did you film this? Can we license it?",
        "Bonjour, je suis journaliste, mes DM sont ouverts. Urgent.",
        "Madame, souhaitez-vous réagir aux accusations ?",
        "We're running the story at 6. Any comment?",
    )
    return many(0, 120, 60, texts, "presse", followers=8000)


def they_were_told() -> list[dict[str, Any]]:
    """A hundred and twenty people say what others said to them."""
    texts = (
        "Moi c'était mon prof de piano. « Si tu parles je tue ta mère. » J'avais neuf ans.",
        "He said he'd slit my throat. Police said boys will be boys.",
        "Mon chef : « t'es bonne qu'à sucer ». RH : « c'est de l'humour ».",
        "they wrote kill yourself on my locker for a year",
        "Mon ex-mari m'a dit qu'il allait brûler la maison avec les enfants dedans.",
        "On m'a crié « sale gouine » dans le métro hier. Personne n'a bougé.",
        "Ref here. Under-12s match. A dad told me he'd be waiting with a bat.",
        "Chaque nuit il m'écrivait « je sais où tu dors ».",
        "The coach told me I'd never work again if I talked.",
        "Au Québec aussi, mon chum me criait « m'as te tuer ». J'ai 61 ans et j'ai encore peur.",
    )
    return many(0, 5 * HOUR, 120, texts, "temoin")


def gone_after_four_minutes() -> list[dict[str, Any]]:
    """A threat against a child, taken back; a compliment that was a threat for four minutes."""
    child = says(0, "did:plc:lache", "Je vais attendre ton fils à la sortie et te le rendre en morceaux.")
    kind = says(100, "did:plc:retouche", "Joli pull !")
    return [
        child,
        delete(4, child),
        kind,
        edit(104, kind, "Joli pull ! Je t'étranglerai avec."),
        edit(108, kind, "Joli pull !"),
    ]


def after_the_match() -> list[dict[str, Any]]:
    """She referees on Sundays: most only boast, two do not."""
    boasts = (
        "On va vous enterrer samedi ⚽",
        "Préparez les mouchoirs",
        "We're gonna smash you Saturday",
        "Vous allez souffrir, 4-0 et au lit",
        "Bande de chèvres 🐐😂",
        "Notre gardien vous attend",
        "You killed it in the second half!",
        "L'arbitre était à la rue, comme nous tous",
    )
    return [
        *many(0, 8 * HOUR, 16, boasts, "supporter"),
        says(3 * HOUR, "did:plc:tribune", "Madame l'arbitre, après le match je vais vous tuer."),
        says(4 * HOUR, "did:plc:bench", "Give that penalty again and I'll kill you on Sunday."),
    ]


def on_the_ward() -> list[dict[str, Any]]:
    """Patients complain, mourn and thank; one waits in the car park."""
    return [
        says(0, "did:plc:retard", "Docteur, 3 h de retard, c'est inadmissible, je change de cabinet."),
        says(30, "did:plc:deuil", "Ma mère est morte dans votre service. J'attends des explications."),
        says(60, "did:plc:parking", "Vous avez tué ma mère. Je viens dans votre service avec mon fusil."),
        says(90, "did:plc:guerie", "Merci docteur, vous m'avez sauvé la vie."),
        says(120, "did:plc:cachets", "Docteur, puis-je couper mes comprimés en deux ?"),
    ]


def court_ban() -> list[dict[str, Any]]:
    """A judge forbade him to write; he wishes her a happy birthday, and comes back under another name."""
    names: dict[str, Any] = {"also_known_as": ["did:plc:banni"], **NEW}
    ban = {"until": "2027-01-01T00:00:00Z", "person": ["did:plc:banni"], "kind": "court_ban"}
    return [
        *each(0, DAY, "did:plc:banni", ("Tu vas me parler, salope.", "Je sais où tu habites, je vais te tuer.")),
        {"event": "restriction", "at": moment(3 * DAY), **ban},
        says(5 * DAY, "did:plc:banni", "Bonjour Camille, bon anniversaire."),
        says(6 * DAY, "did:plc:retour", "Bonjour Camille, c'est moi, tu m'as manqué.", **names),
        says(6 * DAY + HOUR, "did:plc:passante", "Bonjour Camille, bon anniversaire !"),
    ]


def judge_for_yourselves() -> list[dict[str, Any]]:
    """A great account quotes her without a bad word; what follows is none of its words."""
    texts = ("Quelle honte", "Sale pute, crève", "Menteuse", "Dégage de la télé", "Va pleurer", "Pauvre folle")
    kind = ("Courage, on est là.", "Ne lisez pas tout ça, vous êtes formidable.")
    quote = says(0, "did:plc:grandcompte", "Je vous laisse juger.", kind="quote", quoted=[MINE], followers=900_000)
    return [
        quote,
        *many(3, 55, 90, texts, "suiveur", created_at="2025-11-01T00:00:00Z"),
        *many(5, 50, 10, kind, "tendre"),
        says(30, "did:plc:tueur", "Je vais te saigner, je sais où tu gares ta voiture.", root=MINE),
        says(33, "did:plc:balance", "Elle habite 4217 rue des Zinzolins, régalez-vous", root=MINE),
    ]


VAULT = {"address": ["4217 rue des Zinzolins, 97981 Zibeline-sur-Orvet"], "phone": ["+33 6 39 98 47 21"]}
COURSES = {
    "each-tuesday-at-three": (each_tuesday_at_three, "fr", {}),
    "the-gentleman": (the_gentleman, "en", {}),
    "from-love-to-blame": (from_love_to_blame, "en", {}),
    "he-changes-the-network": (he_changes_the_network, "fr", {}),
    "they-write-each-day": (they_write_each_day, "fr", {}),
    "three-hundred-wedding-guests": (three_hundred_wedding_guests, "fr", {}),
    "three-hundred-mourners": (three_hundred_mourners, "fr", {}),
    "sixty-journalists": (sixty_journalists, "fr", {}),
    "they-were-told": (they_were_told, "fr", {}),
    "gone-after-four-minutes": (gone_after_four_minutes, "fr", {}),
    "after-the-match": (after_the_match, "fr", {}),
    "on-the-ward": (on_the_ward, "fr", {}),
    "court-ban": (court_ban, "fr", {}),
    "judge-for-yourselves": (judge_for_yourselves, "fr", VAULT),
}
