"""The mention links to one of these sites."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, BeforeValidator, Field

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, unknown, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.links import SHORTENERS, hosts, readable, within
from bot.signals.reading import Reading

DOMAIN: Final = re.compile(r"(?!-)[\w-]{1,63}(\.[\w-]{1,63})+\.?")


def _domain(written: str) -> str:
    if not DOMAIN.fullmatch(written):
        raise ValueError(
            'has what is no domain; write it alone, without http:// and what follows it: link_domain = ["example.org"]'
        )
    return written


class LinkDomain(BaseCondition):
    """A link, or a bare domain in the text, leads to one of these domains or to a subdomain of one.

    However it is dressed: `hxxp`, `[.]`, punycode, a user name that poses as the site, a link within a link. Nothing
    is fetched: where a shortened link hides where it leads, and no other link holds, it is unknown.
    """

    name: ClassVar[str] = "link_domain"
    example: ClassVar[str] = '{ link_domain = ["example.org"] }'
    link_domain: Annotated[
        tuple[Annotated[str, AfterValidator(_domain)], ...], BeforeValidator(one_or_more), Field(min_length=1)
    ]

    @cached_property
    def _domains(self) -> Mapping[str, str]:
        return {readable(written): written for written in self.link_domain}

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes with the rule's own words for the sites, no or unknown."""
        found = hosts(facts.mention.text, facts.mention.links)
        sites = [said for domain, said in self._domains.items() if any(within(host, domain) for host in found)]
        if sites:
            return yes(", ".join(sites))
        return unknown("a shortened link hides where it leads") if found & SHORTENERS else no("links to none of them")
