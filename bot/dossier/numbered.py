"""Numbers of facts in as few words as they can be said."""

from collections.abc import Iterable


def rows(numbers: Iterable[int]) -> list[str]:
    """`1`, `3–7`, `12`."""
    found: list[list[int]] = []
    for one in sorted(set(numbers)):
        if found and one == found[-1][-1] + 1:
            found[-1] = [found[-1][0], one]
        else:
            found.append([one])
    return ["–".join(map(str, row)) for row in found]
