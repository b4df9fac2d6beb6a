"""Who only resembles: a fan, a colleague, a crowd, somebody who came at the wrong moment. Nobody is suspected for that."""

from tests.links.scenes import (
    DAY,
    FACE,
    HERS,
    HIS,
    HOUR,
    OTHER_FACE,
    THREAT,
    ban,
    first,
    links,
    rows,
    says,
    severity,
    told,
)
from tests.scenarios.playing import play

HE, SHE = "did:plc:veilleur", "did:plc:nouvelle"
OLD = "2021-05-01T00:00:00Z"
PASTED = "Elle a trahi ses électeurs sur la réforme, demandons tous ensemble sa démission dès aujourd'hui"


def test_an_innocent_newcomer_right_after_a_mute_is_left_alone():
    result = play(
        None,
        *rows(0, HE, HIS, avatar=FACE),
        says(2 * DAY, HE, THREAT["fr"], avatar=FACE),
        *rows(2 * DAY + 5, SHE, HERS, avatar=OTHER_FACE, created_at="2026-01-03T00:01:00Z"),
        first=first(),
    )
    assert result["links"] == []
    assert told(result) == []
    assert severity(result, SHE) == {"none"}


def test_a_newcomer_during_a_ban_who_writes_otherwise_under_another_name_is_left_alone():
    result = play(
        None,
        *rows(0, HE, HIS, avatar=FACE),
        says(2 * DAY, HE, THREAT["fr"], avatar=FACE),
        ban(2 * DAY + 4, 300 * DAY, HE),
        *rows(2 * DAY + 5, SHE, HERS, avatar=OTHER_FACE, created_at="2026-01-03T00:01:00Z"),
        first=first(),
    )
    assert result["links"] == []
    assert severity(result, SHE) == {"none"}


def test_a_ban_keeps_no_link_of_a_picture_that_turns_out_to_be_a_crowds():
    crowd = [
        says(6 * DAY + number, f"did:plc:mouette{chr(97 + number)}", HERS[number % 5], number, avatar=FACE)
        for number in range(8)
    ]
    before = (*rows(0, HE, HIS, avatar=FACE), says(2 * DAY, HE, THREAT["fr"], avatar=FACE))
    hers = rows(4 * DAY, SHE, HERS, avatar=FACE, created_at=OLD)
    events = (*before, ban(3 * DAY, 300 * DAY, HE), *hers)
    assert links(play(None, *events, first=first())) == [{HE, SHE}]
    assert play(None, *events, *crowd, first=first())["links"] == []


def test_fans_who_all_show_the_same_picture_are_not_one_person():
    fans = [
        says(number * 10, f"did:plc:fan{chr(97 + number)}x", HERS[number % 5], number, avatar=FACE)
        for number in range(8)
    ]
    result = play(
        None,
        *fans,
        says(2 * HOUR, HE, THREAT["fr"], avatar=FACE),
        says(3 * HOUR, SHE, HERS[0], avatar=FACE),
        first=first(),
    )
    assert result["links"] == []


def test_a_link_made_of_a_picture_falls_when_the_picture_turns_out_to_be_a_crowds():
    crowd = [
        says(2 * HOUR + number, f"did:plc:mouette{chr(97 + number)}", HERS[number % 5], number, avatar=FACE)
        for number in range(8)
    ]
    result = play(
        None,
        says(0, HE, THREAT["fr"], avatar=FACE),
        says(HOUR, SHE, HERS[0], avatar=FACE, created_at=OLD),
        *crowd,
        first=first(),
    )
    assert result["links"] == []


def test_a_fan_who_imitates_him_is_another_person():
    manner = tuple(f"{text[:-1]} .. à bon entendeur" for text in HERS)
    result = play(
        None,
        *rows(0, SHE, manner[:2], created_at=OLD, display_name="Team Veilleur"),
        *rows(DAY, HE, HIS, display_name="Veilleur"),
        says(3 * DAY, HE, THREAT["fr"], display_name="Veilleur"),
        *rows(4 * DAY, SHE, manner[2:], created_at=OLD, display_name="Team Veilleur"),
        first=first(),
    )
    assert links(result) == []


def test_those_who_paste_one_text_are_a_crowd_and_not_one_man():
    names = ("alouette", "belette", "cigale", "dorade", "effraie", "fauvette")
    pasted = [says(2 + number, f"did:plc:{name}", PASTED, created_at=OLD) for number, name in enumerate(names)]
    result = play(None, says(0, HE, THREAT["fr"]), says(1, HE, PASTED, 1), *pasted, first=first())
    assert result["links"] == []


def test_two_who_never_chose_a_picture_are_two():
    blank = "0000000000000000"
    result = play(
        None,
        says(0, HE, THREAT["fr"], avatar=blank),
        says(20, SHE, "Je ne suis pas d'accord avec vous", avatar=blank),
        first=first(),
    )
    assert result["links"] == []


def test_a_namesake_who_was_there_for_years_is_somebody_else():
    result = play(
        None,
        says(0, SHE, HERS[0], display_name="Jean Verdier", handle="jeanverdier.test", created_at=OLD),
        says(DAY, HE, THREAT["fr"], display_name="Jean Verdier", handle="jean-verdier.test"),
        says(2 * DAY, SHE, HERS[1], display_name="Jean Verdier", handle="jeanverdier.test", created_at=OLD),
        first=first(),
    )
    assert result["links"] == []


def test_a_witness_who_quotes_him_is_not_him():
    quoted = [f"« {text} » : voilà ce qu'elle reçoit, courage à elle" for text in HIS[:2]]
    result = play(
        None,
        *rows(0, HE, HIS),
        says(2 * DAY, HE, THREAT["fr"]),
        *rows(2 * DAY + 30, SHE, tuple(quoted), created_at=OLD),
        first=first(),
    )
    assert result["links"] == []


def test_who_resembles_a_kind_person_is_nothing():
    result = play(
        None,
        *rows(0, SHE, HERS, avatar=FACE, display_name="Sonia"),
        says(3 * DAY, "did:plc:autre", "Bonjour à vous", avatar=FACE, display_name="Sonia"),
        first=first(),
    )
    assert result["links"] == []


def test_a_friend_is_never_suspected():
    result = play(
        None, says(0, HE, THREAT["fr"], avatar=FACE), says(10, "did:plc:ami", "Je suis là", avatar=FACE), first=first()
    )
    assert result["links"] == []


WORDS = ("citoyen", "patrie", "lucide", "breizh")
JEERS = ("Pauvre folle, va te cacher.", "Ferme ta gueule.", "Tu fais pitié, espèce de clown.")


def herd(count: int) -> list[dict[str, object]]:
    """Accounts with a word that many like and a number, a minute apart, made some weeks ago."""
    return [
        says(
            number,
            f"did:plc:meute{number}",
            JEERS[number % 3],
            number,
            handle=f"{WORDS[number % 4]}{11 * number + 17}.test",
            created_at="2025-12-20T00:00:00Z",
        )
        for number in range(count)
    ]


def test_in_a_raid_nobody_is_taken_for_another_because_their_handles_share_a_word():
    result = play(None, *herd(24), first=first())
    assert len(result["raids"]) == 1
    assert result["links"] == []
    assert told(result) == []


def test_who_comes_back_under_such_a_name_after_the_only_mute_is_suggested():
    known, *_, back = herd(5)
    result = play(None, known, back, first=first())
    assert links(result) == [{"did:plc:meute0", "did:plc:meute4"}]
