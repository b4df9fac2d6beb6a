"""How far the author's case has gone, this mention in it."""

from typing import Annotated, Any, ClassVar, Final

from pydantic import BeforeValidator

from bot.model.conduct import Stage
from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, yes
from bot.signals.reading import Reading

STAGES: Final = tuple(stage.label for stage in Stage if stage)


def _stage(written: Any) -> Stage:
    if isinstance(written, Stage):
        return written
    if written not in STAGES:
        raise ValueError(f"must be one of {', '.join(STAGES)}")
    return Stage[written.upper()]


class CaseStage(BaseCondition):
    """At least this stage: `watch`, `course_of_conduct` or `danger`. Who has no case is at none."""

    name: ClassVar[str] = "case_stage"
    example: ClassVar[str] = '{ case_stage = "course_of_conduct" }'
    of_case: ClassVar[bool] = True
    case_stage: Annotated[Stage, BeforeValidator(_stage)]

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes or no with the stage."""
        stage = facts.conduct.stage if facts.conduct else Stage.NONE
        said = f"the case is at {stage.label}" if stage else "there is no case"
        return yes(said) if stage >= self.case_stage else no(said)
