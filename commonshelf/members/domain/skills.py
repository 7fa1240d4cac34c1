"""What a profile may say (S36), and where a team has a gap: codes; `profile_words` has their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from commonshelf.kernel.refusal import Refusal

Kind = Literal["degree", "discipline", "language", "skill"]
KINDS: Final[tuple[Kind, ...]] = ("degree", "discipline", "language", "skill")
LEVELS: Final = ("basic", "good", "native")
"""Of a language: reads and understands; works in it; grew up with it."""
DISCIPLINES: Final = tuple("ABCDEFGHIJKNOPQRSTUVXZ")
"""The main classes of the Chinese Library Classification."""
LANGUAGES: Final = ("zh", "en", "ja", "ko", "ru", "fr", "de", "es", "it", "pt", "ar",
                    "vi", "th", "bo", "ug", "mn", "la")  # fmt: skip
"""ISO 639-1; what else somebody knows is a skill in their own words."""
MOST: Final = 30
"""Lines of one profile."""
LONGEST: Final = 160


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a profile. code: of a discipline or language; level: of a language."""

    kind: Kind
    code: str = ""
    text: str = ""
    level: str = ""


def checked(lines: Iterable[Told]) -> list[Told]:
    """Without empty ones and doubles. Refuses what is no code, too long or too much."""
    found: list[Told] = []
    for line in lines:
        text = " ".join(line.text.split())
        if not (text or line.code):
            continue
        if len(text) > LONGEST:
            raise Refusal("members.skill-too-long", {"most": LONGEST, "text": text[:40]})
        known = {"discipline": DISCIPLINES, "language": LANGUAGES}.get(line.kind, ("",))
        if line.kind not in KINDS or line.code not in known or line.level not in ("", *LEVELS):
            raise Refusal("members.unknown-skill", {"code": f"{line.kind} {line.code}"[:40]})
        kept = Told(line.kind, line.code, text, line.level if line.kind == "language" else "")
        if not any((one.kind, one.code, one.text) == (kept.kind, kept.code, kept.text) for one in found):
            found.append(kept)
    if len(found) > MOST:
        raise Refusal("members.too-many-skills", {"most": MOST})
    return found


@dataclass(frozen=True, slots=True)
class Matrix:
    """rows: (who or where, how many people know it, by column); totals by column: 0 is a gap."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    totals: tuple[int, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        return tuple(column for column, n in zip(self.columns, self.totals, strict=True) if not n)


def matrix(
    *, columns: Sequence[str], rows: Sequence[str], known: Mapping[tuple[str, str], frozenset[str]]
) -> Matrix:
    """known: (row, column) -> keys of the people who know it. Somebody in two rows is one in the total."""
    total = {column: frozenset[str]() for column in columns}
    for (row, column), keys in known.items():
        if column in total and row in rows:
            total[column] |= keys
    return Matrix(
        columns=tuple(columns),
        rows=tuple((row, tuple(len(known.get((row, column), ())) for column in columns)) for row in rows),
        totals=tuple(len(total[column]) for column in columns),
    )
