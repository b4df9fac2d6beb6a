"""The answer to *why*, for programs: without --reveal, nothing that an author wrote or chose is in it."""

from typing import Any

import msgspec

from bot.explaining.mask import veiled
from bot.explaining.measured import measured_data
from bot.explaining.proof import proof_data
from bot.model.action import Order, kind_of
from bot.model.decision import Decision, Match, Miss
from bot.model.delivery import Delivery
from bot.people.inquiry import Answer, Finding


def as_data(answer: Answer, *, reveal: bool) -> dict[str, Any]:
    """All findings, or the alert or the exhibit that is about no mention."""
    data: dict[str, Any] = {"findings": [_finding(one, reveal=reveal) for one in answer.findings]}
    if answer.alert:
        alert = answer.alert
        data["alert"] = {"id": alert.id, "kind": alert.kind.value, "title": alert.title, "body": alert.body}
    if answer.custody:
        data["exhibit"] = msgspec.to_builtins(answer.custody)
    return data


def _finding(one: Finding, *, reveal: bool) -> dict[str, Any]:
    kept = one.kept
    data: dict[str, Any] = {
        "person": kept.person,
        "version": kept.version,
        "exhibit": kept.exhibit,
        "platform": kept.platform,
        "kind": kept.kind,
        "received_at": msgspec.to_builtins(kept.received_at),
        "severity": kept.severity.label,
        "reasons": list(kept.reasons),
        "rules": list(kept.rules),
        "unreadable": one.unreadable,
        "proofs": [proof_data(proof) for proof in one.proofs],
        "otherwise": one.otherwise,
        "deliveries": [_delivery(each) | {"captured": one.captured.get(each.id, ())} for each in one.deliveries],
    }
    if one.record:
        decision = one.record.decision
        data["decision"] = {
            "decided_at": msgspec.to_builtins(decision.decided_at),
            **_decision(decision, reveal=reveal),
        }
        conduct = one.record.facts.conduct
        data["case"] = msgspec.to_builtins(conduct) | {"stage": conduct.stage.label} if conduct else None
        data["explained"] = [_rule(rule, reveal=reveal) for rule in one.rules]
    if one.measured:
        data["measured"] = measured_data(one.measured, reveal=reveal)
    if one.now:
        data["now"] = _decision(one.now, reveal=reveal)
    if one.record and reveal:
        mention = one.record.facts.mention
        data |= {"uri": kept.uri, "text": mention.text, "author": msgspec.to_builtins(mention.author)}
    return data


def _decision(decision: Decision, *, reveal: bool) -> dict[str, Any]:
    return {
        "severity": decision.severity.label,
        "spared": decision.spared,
        "matches": [_rule(match, reveal=reveal) for match in decision.matches],
        "failures": [{"rule": failure.rule, "what": failure.what} for failure in decision.failures],
    }


def _rule(rule: Match | Miss, *, reveal: bool) -> dict[str, Any]:
    if isinstance(rule, Miss):
        name, excluded = rule.condition.removeprefix("none of "), rule.condition.startswith("none of ")
        note = veiled(name, rule.note) if excluded and not reveal else rule.note
        return {"rule": rule.rule, "holds": False, "condition": rule.condition, "note": note, "unknown": rule.unknown}
    because = [
        {
            "condition": one.condition,
            "note": one.note if reveal else veiled(one.condition, one.note),
            "spans": [list(span) for span in one.spans],
        }
        for one in rule.because
    ]
    said = {"rule": rule.rule, "holds": True, "severity": rule.severity.label, "mode": rule.mode, "because": because}
    return said | ({"in": rule.within} if rule.beside else {})


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "task": one.task.value,
        "what": kind_of(one.what.action) if isinstance(one.what, Order) else one.what.kind.value,
        "via": one.via,
        "status": one.status.value,
        "hold": one.hold.value if one.hold else None,
        "due_at": msgspec.to_builtins(one.due_at),
        "trouble": one.trouble,
    }
