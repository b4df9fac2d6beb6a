"""A proof by origin, line by line: what holds, what does not, and what it does not prove."""

from collections.abc import Iterator
from typing import Any

import msgspec

from bot.alerts.wording import Wording
from bot.evidence.proof import Proof, Standing


def proof_lines(words: Wording, proof: Proof, zone: str) -> Iterator[str]:
    """In the language of the configuration; nothing that the author wrote is in it."""
    verdict = words.say("proof.broken" if proof.flaws else "proof.holds" if proof.verified else "proof.lacks")
    yield f"{words.say('proof.title')} {verdict}"
    if proof.key and proof.committed_at and proof.standing is not Standing.UNKNOWN:
        at = words.moment(proof.committed_at, zone)
        yield f"  {words.say(f'proof.{proof.standing}', rev=proof.rev, at=at)}"
    for flaw in proof.flaws:
        yield f"  ✗ {flaw.piece}{words.texts['grammar.colon']}{flaw.what}"
    for claim in proof.claims:
        yield f"  ✓ {words.say(f'proof_claim.{claim}')}"
    for limit in proof.limits:
        yield f"  · {words.say(f'proof_limit.{limit}')}"


def proof_data(proof: Proof) -> dict[str, Any]:
    """The same for programs, without the address and the words of the record."""
    data = msgspec.to_builtins(msgspec.structs.replace(proof, uri="", content=b""))
    return {"verified": proof.verified, **data}
