"""Courses of events as a stranger would invent them to try the shield: each a function that gives what happens."""

from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 2, 2, 7, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = 1, 60, 1440
MINE = "at://did:plc:camille/app.bsky.feed.post/p1"
OLD = "2022-03-01T00:00:00Z"


def first(language: str = "fr", **vault: list[str]) -> dict[str, Any]:
    accounts = [
        {"platform": "bluesky", "id": "did:plc:camille", "handle": "camille.test"},
        {"platform": "mastodon", "id": "1", "handle": "camille@social.test"},
    ]
    person = {"name": "camille", "language": language, "accounts": accounts, "follows": ["did:plc:soeur"]}
    return {"scenario": "fresh", "about": "fresh", "protected": person | ({"vault": vault} if vault else {})}


def moment(minute: float) -> str:
    return (START + timedelta(minutes=minute)).isoformat(timespec="seconds").replace("+00:00", "Z")


def says(minute: float, who: str, text: str, platform: str = "bluesky", **about: Any) -> dict[str, Any]:
    """`about` is what the profile shows; with `kind`, `root`, `quoted` of the post itself."""
    post = {key: about.pop(key) for key in ("kind", "root", "parent", "quoted", "media", "mentions") if key in about}
    short = who.rpartition(":")[2]
    author = {"id": who, "handle": f"{short}.test", "created_at": OLD, "followers": 60, "posts": 400} | about
    uri = (
        f"at://{who}/app.bsky.feed.post/{int(minute * 60)}"
        if platform == "bluesky"
        else f"https://social.test/@{short}/{int(minute * 60)}"
    )
    base = {
        "event": "mention",
        "at": moment(minute),
        "platform": platform,
        "uri": uri,
        "kind": "reply",
        "author": author,
    }
    return base | {"text": text} | post


def each(since: float, step: float, who: str, texts: tuple[str, ...], **about: Any) -> list[dict[str, Any]]:
    return [says(since + step * number, who, one, **about) for number, one in enumerate(texts)]


def edit(minute: float, one: dict[str, Any], text: str) -> dict[str, Any]:
    return {"event": "edit", "at": moment(minute), "uri": one["uri"], "text": text}


def delete(minute: float, one: dict[str, Any]) -> dict[str, Any]:
    return {"event": "delete", "at": moment(minute), "uri": one["uri"]}


def many(
    since: float, within: float, count: int, texts: tuple[str, ...], who: str, **about: Any
) -> list[dict[str, Any]]:
    """So many different people, each with one of the texts."""
    names = [f"{who}{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{n * 7919 % 1000}" for n in range(count)]
    return [
        says(since + within * n / count, f"did:plc:{name}", texts[n % len(texts)], root=MINE, parent=MINE, **about)
        for n, name in enumerate(names)
    ]


def the_one_who_waits() -> list[dict[str, Any]]:
    """An Englishman who writes for months, is muted for a threat, and comes back as somebody else, twice."""
    him = ("did:plc:rowan", "did:plc:heron", "did:plc:quill")
    face, other = "b7c1d2e3f4a59687", "0f1e2d3c4b5a6978"
    return [
        *each(
            0,
            2 * DAY + 37,
            him[0],
            (
                "saw u at the station again today,, u looked tired",
                "u never answer,, why do u never answer me",
                "i wrote u 3 letters u could at least be polite",
                "everyone can see what ur doing,, playing the victim",
                "u owe me a conversation,, just one",
                "i know what time u leave in the morning,, dont make me wait for u",
                "if u wont listen i will make u listen,, u will regret this u stupid cow",
                "last warning,, i will find u and i will hurt u",
            ),
            avatar=face,
        ),
        *each(
            17 * DAY,
            DAY,
            him[1],
            (
                "did u think blocking me would work,, u still owe me a conversation",
                "u looked tired again today,, why do u never answer",
                "everyone can see what ur doing",
            ),
            avatar=face,
            created_at="2026-02-18T00:00:00Z",
            followers=0,
            posts=3,
        ),
        *each(
            60 * DAY,
            DAY,
            him[2],
            (
                "hello again,, u never answer do u",
                "i told u,, u owe me a conversation",
                "u will regret this,, i know what time u leave in the morning",
                "dont make me wait for u,, u stupid cow",
            ),
            avatar=other,
            created_at="2026-04-01T00:00:00Z",
            followers=0,
            posts=4,
        ),
        *each(
            17 * DAY + 3 * HOUR,
            2 * DAY,
            "did:plc:reader",
            (
                "Just finished the second chapter and I already miss it.",
                "Is there going to be an audiobook?",
                "Thank you for answering, that made my week!",
            ),
            created_at="2026-02-17T00:00:00Z",
            followers=3,
            posts=5,
        ),
    ]


def he_moves() -> list[dict[str, Any]]:
    """He is muted on one server, and his new account on the same network says where it came from."""
    return [
        *each(
            0,
            DAY,
            "9001",
            (
                "Toujours aussi nulle à ce que je vois.",
                "Tu devrais avoir honte de passer à la télé, sale menteuse.",
                "Je vais te faire la peau, tu m'entends ?",
            ),
            platform="mastodon",
            handle="borneo@ailleurs.test",
        ),
        *each(
            3 * DAY,
            5 * HOUR,
            "9002",
            (
                "Me revoilà.",
                "Tu croyais quoi, qu'on se débarrasse de moi comme ça ?",
            ),
            platform="mastodon",
            handle="sumatra@autrepart.test",
            also_known_as=["borneo@ailleurs.test"],
            created_at="2026-02-04T00:00:00Z",
            posts=2,
        ),
    ]


def sent_by_a_star() -> list[dict[str, Any]]:
    """A man with many followers quotes her, and they come."""
    texts = (
        "go back to your kitchen",
        "what an embarrassment",
        "you absolute clown",
        "delete your account",
        "nobody asked you, shut up",
        "you're a liar and everyone knows it",
        "imagine being this stupid",
        "pathetic attention seeker",
        "ratio",
        "cry more",
        "worst take of the year, idiot",
        "disgusting woman",
    )
    quote = says(
        10,
        "did:plc:star",
        "Look at this one, lads. Tell her what you think.",
        kind="quote",
        quoted=[MINE],
        followers=250_000,
    )
    friends = many(30, 90, 12, ("Don't let them get to you.", "We're with you, stay strong."), "pal")
    return [
        quote,
        *many(12, 110, 130, texts, "lad", created_at="2025-12-01T00:00:00Z"),
        *friends,
        says(14 * HOUR, "did:plc:soeur", "Ça va ? Je t'appelle."),
    ]


def a_prize() -> list[dict[str, Any]]:
    """She has won a prize; people are rude with joy."""
    texts = (
        "PUTAIN BRAVO !!!",
        "t'es une tueuse 🔥",
        "Félicitations, tu déchires tout",
        "You killed it!!",
        "OMG congrats you absolute legend",
        "Bravo ma belle, je chiale",
        "Enfin !! C'est tellement mérité",
        "tu nous as tués avec ce discours 😭",
        "so damn proud of you",
        "Énorme, quelle claque",
        "I'm dead, this is the best news",
        "bordel mais quelle reine",
    )
    return [*many(0, 100, 200, texts, "joie"), *many(5, 60, 4, ("mouais, surcoté", "Bof."), "bof")]


def piece_by_piece() -> list[dict[str, Any]]:
    """Her address in pieces, her phone in letters, her daughter's name, her car; and people who mean no harm."""
    return [
        says(0, "did:plc:corbeau", "devinez qui habite au 4217..."),
        says(12, "did:plc:corbeau", "...rue des Zinzolins, à Zibeline, vous avez bien lu"),
        says(HOUR, "did:plc:taupe", "son 06 ? z é r o  s i x, 39, quatre-vingt-dix-huit, 47, vingt et un. De rien."),
        says(2 * HOUR, "did:plc:pie", "bonjour", display_name="Wilhelmine Quasimodette va à l'école"),
        says(3 * HOUR, "did:plc:geai", "Elle roule en QX 739 ZV, la grise"),
        says(
            4 * HOUR,
            "did:plc:merle",
            "regardez",
            media=[{"kind": "image", "alt": "Boîte aux lettres : 4217, rue des Zinzolins"}],
        ),
        says(5 * HOUR, "did:plc:voisin", "La rue des Zinzolins est barrée demain matin, pensez à passer par le quai."),
        says(
            6 * HOUR,
            "did:plc:presse",
            "Bonjour, je suis journaliste, mon numéro : 06 39 98 11 22 si vous souhaitez répondre.",
        ),
        says(7 * HOUR, "did:plc:aide", "Si besoin le 3919 est gratuit, et le 17 en cas d'urgence."),
        says(8 * HOUR, "did:plc:libraire", "On vous attend samedi à la librairie, 12 place du Marché, 97981 Zibeline."),
    ]


VAULT = {
    "address": ["4217 rue des Zinzolins, 97981 Zibeline-sur-Orvet"],
    "phone": ["+33 6 39 98 47 21"],
    "name": ["Wilhelmine Quasimodette"],
    "plate": ["QX-739-ZV"],
}


def they_tell_their_own() -> list[dict[str, Any]]:
    """She has spoken, and others do."""
    texts = (
        "Mon ex me disait « je vais te tuer » tous les soirs. Merci d'avoir parlé.",
        "Il m'a traitée de sale pute devant mes enfants. J'ai porté plainte hier, grâce à vous.",
        "My boss told me nobody would believe me. I believe you.",
        "He said he'd find me and kill me if I left. I left. Thank you.",
        "Quand j'avais 16 ans, on m'écrivait « suicide-toi » tous les jours.",
        "On m'a appelée menteuse pendant dix ans. Moi aussi je vous crois.",
        "J'ai reçu des menaces de mort pendant deux ans, la police a ri.",
        "I was called a whore at work, every day, for a year. You are not alone.",
    )
    return many(0, 5 * HOUR, 80, texts, "voix")


def decent_people() -> list[dict[str, Any]]:
    """A journalist who insists, a colleague who disagrees, somebody who is kind every day."""
    return [
        *each(
            0,
            20 * HOUR,
            "did:plc:reporter",
            (
                "Bonjour Madame, accepteriez-vous de répondre à quelques questions sur le budget ?",
                "Je me permets de vous relancer : pourquoi avoir voté l'article 4 ?",
                "Avez-vous rencontré les syndicats avant le vote ?",
                "Sans réponse de votre part, j'écrirai que vous n'avez pas souhaité répondre.",
                "Dernière relance : confirmez-vous le chiffre de 3 millions ?",
                "L'article paraît demain. Souhaitez-vous réagir ?",
            ),
            followers=12_000,
        ),
        *each(
            30,
            26 * HOUR,
            "did:plc:collegue",
            (
                "Franchement ton amendement est mauvais, on en parle mardi.",
                "T'es pénible quand tu t'y mets 😅 mais tu as raison sur le fond.",
                "Réponds à mon mail stp, j'ai besoin du dossier avant 18 h.",
                "Ton texte est nul à l'alinéa 3, relis-le.",
            ),
        ),
        *each(60, DAY, "did:plc:fidele", tuple(["Bonne journée Camille, courage pour la séance !"] * 21)),
    ]


def one_picture_for_two() -> list[dict[str, Any]]:
    """A couple has one picture; he is vile, she is not."""
    face = "c3d4e5f60718293a"
    return [
        *each(
            0,
            DAY,
            "did:plc:gerard",
            (
                "Pauvre conne, retourne dans ta cuisine.",
                "Je vais te crever, toi et tes idées.",
            ),
            avatar=face,
            bio="Gérard. Pétanque, apéro, famille.",
            display_name="Gérard M.",
        ),
        *each(
            2 * DAY,
            2 * DAY,
            "did:plc:monique",
            (
                "Bonjour Madame, j'ai beaucoup aimé votre intervention à l'Assemblée sur l'école rurale.",
                "Merci pour le compte rendu ; ma classe de CM2 l'a lu avec intérêt.",
                "Serez-vous à la fête de l'école en juin ? Les enfants aimeraient vous rencontrer.",
            ),
            avatar=face,
            bio="Institutrice à la retraite, quatre petits-enfants.",
            display_name="Monique M.",
        ),
    ]


def the_fan_with_his_bio() -> list[dict[str, Any]]:
    """Fans of one series have the same words in their bios; one of them was muted."""
    bio = "“Winter never ends, it only sleeps.” | S03E07 | she/her"
    return [
        *each(
            0,
            DAY,
            "did:plc:frost",
            (
                "you ruined the show you dumb bitch",
                "hope somebody breaks your legs, i will do it myself if i see you",
            ),
            bio=bio,
        ),
        *each(
            2 * DAY,
            DAY,
            "did:plc:snowdrop",
            (
                "Your cameo in S03E07 is my favourite scene of the whole series!",
                "Rewatching with my sister tonight. She says hi!",
            ),
            bio=bio,
            created_at="2026-02-03T00:00:00Z",
        ),
        *each(2 * DAY + 90, DAY, "did:plc:icicle", ("Any chance of a season five?",), bio=bio),
    ]


def a_petition() -> list[dict[str, Any]]:
    """Seventy people send the same text, as they were asked to."""
    text = "Madame la députée, je vous demande de voter contre l'article 7 qui menace nos hôpitaux de proximité. #SauvonsNosHôpitaux"
    return many(0, 4 * HOUR, 70, (text,), "signe")


def derby() -> list[dict[str, Any]]:
    """The day before the match; she has said which side she is on."""
    texts = (
        "On va vous massacrer dimanche 😂",
        "Vous êtes finis, rentrez chez vous",
        "we're going to destroy you lot on sunday",
        "3-0 et au lit",
        "Ton équipe c'est de la merde Camille 😘",
        "on vous attend de pied ferme",
        "you're going down, hard",
        "Préparez les mouchoirs ⚽",
        "Vous allez pleurer",
        "see you sunday losers 😜",
    )
    return many(0, 6 * HOUR, 40, texts, "foot")


def by_edit() -> list[dict[str, Any]]:
    """A kind post becomes a threat, another one is there for two minutes, a third loses its typing error."""
    kind = says(0, "did:plc:doux", "Très bel article, merci.")
    brief = says(2 * HOUR, "did:plc:bref", "I know where you live. I'm coming to slit your throat tonight.")
    typo = says(3 * HOUR, "did:plc:faute", "Bravo pour votre boulo !")
    return [
        kind,
        edit(45, kind, "Je sais où tu habites et je vais t'égorger."),
        brief,
        delete(2 * HOUR + 2, brief),
        typo,
        edit(3 * HOUR + 1, typo, "Bravo pour votre boulot !"),
    ]


def on_the_news() -> list[dict[str, Any]]:
    """A hard vote: hundreds ask, disagree and grumble, a few are vile."""
    texts = (
        "Vous avez voté quoi exactement ?",
        "Honteux, ce vote. Je ne voterai plus pour vous.",
        "Je ne suis pas d'accord mais respect pour le courage.",
        "Les retraités vous remercient pas.",
        "Et l'hôpital de Zibeline, on en parle ?",
        "Enfin une bonne décision.",
        "C'est un scandale.",
        "Vous nous avez trahis.",
        "Where can I read the full text?",
        "This is a terrible law and you know it.",
        "Merci d'avoir expliqué votre vote.",
        "Encore un mensonge du gouvernement.",
        "Démission !",
        "Vous vivez dans une bulle.",
    )
    vile = ("Crève, sale truie.", "Ferme ta gueule, pauvre conne.")
    return [*many(0, 8 * HOUR, 250, texts, "cito"), *many(HOUR, 6 * HOUR, 6, vile, "vile")]


COURSES = {
    "the-one-who-waits": (the_one_who_waits, "en", {}),
    "he-moves": (he_moves, "fr", {}),
    "sent-by-a-star": (sent_by_a_star, "en", {}),
    "a-prize": (a_prize, "fr", {}),
    "piece-by-piece": (piece_by_piece, "fr", VAULT),
    "they-tell-their-own": (they_tell_their_own, "fr", {}),
    "decent-people": (decent_people, "fr", {}),
    "one-picture-for-two": (one_picture_for_two, "fr", {}),
    "the-fan-with-his-bio": (the_fan_with_his_bio, "en", {}),
    "a-petition": (a_petition, "fr", {}),
    "derby": (derby, "fr", {}),
    "by-edit": (by_edit, "fr", {}),
    "on-the-news": (on_the_news, "fr", {}),
}
