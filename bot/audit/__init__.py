"""Verifying what is written: chains, exhibits, checkpoints, deposits, proofs by origin; offline, nothing on trust."""

from bot.audit.found import Audit, Known
from bot.audit.whole import audit, audit_of, audit_unopened

__all__ = ["Audit", "Known", "audit", "audit_of", "audit_unopened"]
