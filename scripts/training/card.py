"""The data card of the weights, as Markdown: what they were trained on, how they may be used, what they cannot do."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.signals.classifier import BITS
from scripts.training.blend import ABUSIVE
from scripts.training.rows import Example

SOURCES: Final = {
    "mlma_fr": ("HKUST-KnowComp/MLMA_hate_speech (Ousidhoum et al.), French", "MIT"),
    "mlma_en": ("HKUST-KnowComp/MLMA_hate_speech (Ousidhoum et al.), English", "MIT"),
    "ftr": ("NataliaVanetik/FTR-dataset (Vanetik and Mimoun), French tweets, racist or not", "MIT"),
    "toxifrench_agreement": ("AxelDlv00/ToxiFrench, annotator-agreement file, forum posts", "MIT"),
    "jigsaw_subset_fr": (
        "Jigsaw subset, translated, in AxelDlv00/ToxiFrench",
        "labels CC0, text CC-BY-SA 3.0 (Wikipedia)",
    ),
    "jigsaw_subset_en": ("Jigsaw subset in AxelDlv00/ToxiFrench", "labels CC0, text CC-BY-SA 3.0 (Wikipedia)"),
    "own_templates_fr": ("own templates filled with words of cuss", "ours; cuss: MIT (Titus Wormer)"),
    "hatexplain": ("hate-alert/HateXplain (Mathew et al.)", "MIT"),
    "davidson": ("t-davidson/hate-speech-and-offensive-language (Davidson et al.)", "MIT"),
    "hatemojibuild": ("HannahKirk/Hatemoji, HatemojiBuild (Kirk et al.)", "CC-BY-4.0"),
}
LISTS: Final = """Hashes of terms, never the terms, come from LDNOOBW (Shutterstock, CC-BY-4.0), cuss (Titus Wormer,
MIT), french-badwords-list (Maurice Butler, MIT) and surge-ai/profanity (MIT)."""
LIMITS: Final = """## Limits

* French is learnt from some 6,500 natural texts, most of them collected by keyword, and from sentences of ours. What
  French reads like in chats of teenagers, in Quebec, in West Africa, is hardly in it.
* Davidson's and HateXplain's texts are biased against African-American English: among friends, words in it score high.
* Labels are of single texts. Stalking, which is many harmless messages, has no label and no score.
* Abuse without abusive words, irony, and allusions to what only the two know, are mostly missed.
* A score is a probability where one mention in five is abuse; where abuse is rarer, a high score is wrong more often.
* The score alone never acts: it may only hold a mention for a human, or tell.
"""


def written(learnt: Sequence[Example], facts: Mapping[str, Any], size: int) -> str:
    """The card; `facts` are those of the training."""
    lines = [
        "# Data card of the weights",
        "",
        "Made by `scripts/train-classifier DATA_FOLDER`; don't edit. Scores on texts of other kinds stand in",
        "`tests/quality/README.md`. No text stands here or in the weights, and none can be read from them.",
        "",
        f"`abuse.npz` ({size:,} bytes): a table of {1 << BITS:,} hashed runs of characters and words, hashes of listed",
        "terms with marks, the network of the second opinion, and how the score blends them. The same data, machine",
        "and lock give the same bytes; elsewhere scores agree within 1e-6.",
        "",
        "## Sources",
        "",
        *_sources(learnt),
        "",
        LISTS,
        "",
        *_blend(facts),
        "",
        LIMITS,
    ]
    return "\n".join(lines)


def _sources(learnt: Sequence[Example]) -> Iterator[str]:
    count = Counter((one.source, one.label) for one in learnt if not one.own)
    yield "| source | licence | texts | abusive |"
    yield "| --- | --- | --- | --- |"
    for source, (name, licence) in SOURCES.items():
        fair, abusive = count[source, 0], count[source, 1]
        yield f"| {name} | {licence} | {fair + abusive:,} | {abusive:,} |"
    own = [one.label for one in learnt if one.own]
    yield f"| sentences of ours, by templates | Apache-2.0 | {len(own):,} | {sum(own):,} |"


def _blend(facts: Mapping[str, Any]) -> Iterator[str]:
    yield "## Blend and calibration"
    yield ""
    yield f"Fitted on {facts['apart']:,} texts that the classifier had not been trained on (for this, it was trained on"
    yield "the other half), by what tells texts of one source apart, since how much of a source is abuse says nothing"
    yield f"of a text; then weighed so that {ABUSIVE:.0%} are abuse. With {facts['rules']} rules of the default packs:"
    yield ", ".join(f"{name} {weight:+.2f}" for name, weight in facts["weights"].items()) + "."
    yield ""
    yield (
        f"In doubt ({facts['doubtful']:,} texts): "
        + ", ".join(f"{name} {weight:+.2f}" for name, weight in facts["second"].items())
        + "."
    )
    yield ""
    yield "| mean score | abusive | share of texts |"
    yield "| --- | --- | --- |"
    for mean, abusive, share in facts["reliability"]:
        yield f"| {mean:.2f} | {abusive:.2f} | {share:.1%} |"
