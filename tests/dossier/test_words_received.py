"""Whoever verifies my dossier without us reads the words in what came from a server as they were read when they came."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.platforms.bluesky.normalise import normalise
from bot.standalone.words import compared
from tests.platforms.bluesky import parts as bluesky
from tests.platforms.mastodon import parts as mastodon
from tests.platforms.mastodon import recordings
from tests.platforms.mastodon.test_mastodon_recordings import elements, read

BITS = [
    *(
        "<p>",
        "</p>",
        "<br>",
        "<br />",
        "<li>",
        "</ul>",
        "<b>",
        "</span>",
        "</a>",
        "<script>",
        "<",
        ">",
        "&lt;",
        "&amp;",
        '"',
    ),
    *(
        '<span class="invisible">',
        '<span class="x" title=">">',
        '<a href="https://a.test/b">',
        "https://a.test/b",
        "tu",
    ),
    *(
        "\u200b",
        "\0",
        "\ud800",
        " ",
        "\n",
        "&#0;",
        "&nbsp;",
        "<a href='x' class=\"mention\">",
        "<!-- -->",
        "<P>",
        "invisible",
    ),
]
OTHER = "jamais écrit"


def test_every_message_that_real_servers_were_recorded_to_send_is_the_same():
    found = []
    every = [*recordings.mastodon(), *(one for server in ("gts", "snac") for _, one in recordings.others(server))]
    for recorded in every:
        for raw, beside in elements(recorded):
            for one in read(recorded.server, raw, beside)[1]:
                assert compared(OTHER, one.author.key, [raw, beside]) in {"other", "unread"}
                assert compared(one.text, "mastodon:autre.test/autre", [raw, beside]) in {"author", "unread"}
                found.append(compared(one.text, one.author.key, [raw, beside]))
    assert len(found) == 151
    assert found.count("same") == 151


@given(st.lists(st.sampled_from(BITS), max_size=12).map("".join))
@example('<a href="https://a.test/b"><span class="invisible">https://</span>a.test/b</a>')
@example("<p>tu</p><ul><li>un</li><li>deux</li></ul>")
def test_whatever_markup_somebody_sends_a_true_dossier_is_not_refused_for_it(html):
    one = mastodon.one(content=html, spoiler_text="attention")
    raw = json.dumps(mastodon.notification(status=mastodon.status(content=html, spoiler_text="attention"))).encode()
    assert compared(one.text, one.author.key, [raw]) in {"same", "unread"}


@pytest.mark.parametrize(
    "arrival",
    [
        bluesky.streamed(bluesky.frame(bluesky.post(facets=[bluesky.mention_facet(bluesky.CAMILLE)]))),
        bluesky.streamed(bluesky.frame(bluesky.post(facets=[bluesky.mention_facet(bluesky.CAMILLE)]), wire="v2")),
        bluesky.polled(bluesky.notification(bluesky.post(facets=[bluesky.mention_facet(bluesky.CAMILLE)]))),
        bluesky.polled(
            bluesky.notification(bluesky.post(text="\ud800 \0", value={"text": OTHER}, record={"text": OTHER}))
        ),
    ],
)
def test_the_words_of_a_post_are_found_wherever_bluesky_has_them(arrival):
    (one,) = normalise(arrival, bluesky.people(bluesky.CAMILLE))
    assert compared(one.text, one.author.key, [arrival.raw]) == "same"
    assert compared(OTHER, one.author.key, [arrival.raw]) == "other"
    assert compared(one.text, f"bluesky:{bluesky.NADIA}", [arrival.raw]) == "author"
