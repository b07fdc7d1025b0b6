"""Weighing a list against the register before anything is written: which rows are new, changed, the same, or wrong."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from portal.risks import judging
from portal.risks.fields import RISK_FIELDS
from portal.risks.graded import PlainRisk
from portal.risks.list_grading import graded_as_listed, weigh_grading
from portal.risks.listed import StandingControl
from portal.risks.rules import ControlKind, Grading
from portal.risks.wishes import IDENTITY, Flaw, RowFate, Wish

NUMBERING = re.compile(r"^\s*(?:[(（]?\d{1,2}[.、．)）:：]|[①-⑳])\s*(?!\d)")
WIDTH = re.compile(r"\s+")


class Standing(NamedTuple):
    """The register as a list finds it: every row, removed ones too, the living controls by row id, and its region."""

    region_path: str
    risks: Sequence[PlainRisk]
    controls: Mapping[int, Sequence[StandingControl]]


@dataclass(slots=True)
class ControlsWeighed:
    """What changes in the controls of a row: texts to add by kind, controls to take off, fields to set."""

    added: list[tuple[ControlKind, str]] = field(default_factory=list)
    removed: list[StandingControl] = field(default_factory=list)
    kept: list[StandingControl] = field(default_factory=list)
    changed: list[tuple[StandingControl, dict[str, Any]]] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether anything changes."""
        return bool(self.added or self.removed or self.changed)


@dataclass(slots=True)
class Weighed:
    """What becomes of one row. `risk`: the row that it changes, as it stands; `trial`: as it would be."""

    wish: Wish
    fate: RowFate
    flaws: Sequence[Flaw] = ()
    risk: PlainRisk | None = None
    trial: PlainRisk | None = None
    grading: Grading | None = None
    controls: ControlsWeighed = field(default_factory=ControlsWeighed)


def weigh(
    standing: Standing, wishes: Iterable[Wish], on: date, *, seen_at: datetime | None = None
) -> Iterator[Weighed]:
    """Weigh each row of a list, in its order. Nothing is written.

    `seen_at`: when the person saw what would happen; a row that somebody changed after it is wrong then.
    """
    places = _Places(standing)
    for wish in wishes:
        risk, flaws = places.claim(wish)
        if flaws or wish.flaws:
            yield Weighed(wish, RowFate.WRONG, [*wish.flaws, *flaws], risk)
            continue
        weighed = _weigh_one(wish, risk, standing, on)
        yield _not_changed_meanwhile(weighed, seen_at)


def _not_changed_meanwhile(weighed: Weighed, seen_at: datetime | None) -> Weighed:
    risk = weighed.risk
    if seen_at and risk and weighed.fate is RowFate.CHANGED and risk.changed_at > seen_at:
        return Weighed(
            weighed.wish, RowFate.WRONG, [Flaw("name", "changed_meanwhile", {"code": risk.code})], risk
        )
    return weighed


class _Places:
    """Finds the row of the register that a wish speaks of; each is spoken of once."""

    def __init__(self, standing: Standing) -> None:
        self._by_code = {risk.code: risk for risk in standing.risks}
        self._by_name: dict[str, list[PlainRisk]] = {}
        for risk in standing.risks:
            if risk.removed_at is None:
                self._by_name.setdefault(_same(risk.name), []).append(risk)
        self._claimed: dict[int, int] = {}
        self._new: dict[tuple[str, ...], int] = {}

    def claim(self, wish: Wish) -> tuple[PlainRisk | None, list[Flaw]]:
        """The row that it speaks of, if any; what is wrong with the way it is named."""
        risk = self._by_code.get(wish.code) if wish.code else self._called(wish)
        flaw = self._flaw_of_code(wish, risk) if wish.code else self._flaw_of_name(wish, risk)
        if risk is not None and flaw is None:
            self._claimed[risk.id] = wish.line
        return risk, [flaw] if flaw else []

    def _flaw_of_code(self, wish: Wish, risk: PlainRisk | None) -> Flaw | None:
        if risk is None:
            return Flaw("code", "unknown_code", {"code": wish.code})
        if risk.removed_at is not None:
            return Flaw("code", "removed_row", {"code": wish.code})
        earlier = self._claimed.get(risk.id)
        return Flaw("code", "code_twice", {"line": str(earlier)}) if earlier else None

    def _flaw_of_name(self, wish: Wish, risk: PlainRisk | None) -> Flaw | None:
        named = tuple(_same(part) for part in wish.identity)
        if risk is not None or not named[-1]:
            return None
        earlier = self._new.setdefault(named, wish.line)
        return Flaw("name", "same_as_line", {"line": str(earlier)}) if earlier != wish.line else None

    def _called(self, wish: Wish) -> PlainRisk | None:
        """The first row of this name, not spoken of yet, that agrees in unit, risk point and place."""
        called = self._by_name.get(_same(str(wish.facts.get("name") or "")), ())
        free = [risk for risk in called if risk.id not in self._claimed]
        exact = [risk for risk in free if _agrees(risk, wish, loosely=False)]
        loose = [risk for risk in free if _agrees(risk, wish, loosely=True)]
        return next(iter([*exact, *loose]), None)


def _agrees(risk: PlainRisk, wish: Wish, *, loosely: bool) -> bool:
    """Whether a row is where the list says; loosely: what the list leaves empty may be anything."""
    return all(
        _same(getattr(risk, name)) == _same(str(wish.facts.get(name) or ""))
        for name in IDENTITY
        if not loosely or wish.facts.get(name)
    )


def _same(text: str) -> str:
    return WIDTH.sub(" ", text).strip()


def _weigh_one(wish: Wish, risk: PlainRisk | None, standing: Standing, on: date) -> Weighed:
    trial = risk.copy() if risk else PlainRisk({**_BLANK, "region_path": standing.region_path})
    for name, value in wish.facts.items():
        if wish.empties or value not in (None, "", ()):
            clean = RISK_FIELDS[name].tidied(value)
            if not _same_but_for_breaks(getattr(trial, name), clean):
                setattr(trial, name, clean)
    chosen, flaws = weigh_grading(wish, trial, on)
    if not flaws:
        judging.write(trial, chosen, on)
        chosen, flaws = graded_as_listed(wish, trial, chosen, on)
    if flaws:
        return Weighed(wish, RowFate.WRONG, flaws, risk)
    controls = _weigh_controls(wish, standing.controls.get(risk.id, ()) if risk else ())
    if any(_puts_off(control, values, on) for control, values in controls.changed):
        return Weighed(wish, RowFate.WRONG, [Flaw("next_check_on", "check_overdue")], risk)
    weighed = Weighed(wish, RowFate.NEW, (), risk, trial, chosen, controls)
    if risk is not None:
        changed = weighed.controls.anything or any(
            getattr(risk, name) != getattr(trial, name) for name in TRIED
        )
        weighed.fate = RowFate.CHANGED if changed else RowFate.SAME
    return weighed


def _puts_off(control: StandingControl, values: Mapping[str, Any], on: date) -> bool:
    """An overdue check is recorded, not moved by a list: only evidence takes a lapse back."""
    overdue = control.next_check_on is not None and control.next_check_on < on
    return overdue and "next_check_on" in values


def _same_but_for_breaks(stands: Any, listed: Any) -> bool:
    """Whether two texts differ in the kind of line breaks alone: forms send two characters, cells hold one."""
    return isinstance(stands, str) and stands.replace("\r\n", "\n").strip() == listed


TRIED = (
    *RISK_FIELDS, "method", "assessments", "catalogue_code", "condition_answer", "condition_reason", "direct_criteria",
    "direct_grade", "direct_reason", "grade", "inherent_assessments", "inherent_grade",
)  # fmt: skip
"""What of a row a list may change."""

KEPT_WHOLE = ("assessments", "inherent_assessments")
"""What is told by values of factors instead."""


_BLANK: Mapping[str, Any] = {
    **dict.fromkeys(TRIED),
    **{name: one.tidied(None) for name, one in RISK_FIELDS.items()},
    "assessments": {},
    "direct_criteria": [],
    "condition_reason": "",
    "direct_reason": "",
}


def differences(weighed: Weighed) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changes, field by field, before and after; of a new row what it says. Values of the method by factor."""
    old, new = weighed.risk or PlainRisk(_BLANK), weighed.trial
    assert new is not None
    names = [name for name in TRIED if name not in KEPT_WHOLE and getattr(old, name) != getattr(new, name)]
    before = {name: getattr(old, name) for name in names}
    after = {name: getattr(new, name) for name in names}
    if old.values != new.values:
        before["values"], after["values"] = old.values, new.values
    _tell_controls(weighed.controls, before, after)
    return (before if weighed.risk else {}), after


def _tell_controls(moves: ControlsWeighed, before: dict[str, Any], after: dict[str, Any]) -> None:
    if moves.added or moves.removed:
        before["controls"] = [control.text for control in moves.removed]
        after["controls"] = [text for _kind, text in moves.added]
    for control, values in moves.changed:
        for name, value in values.items():
            before.setdefault(f"control/{name}", getattr(control, name))
            after[f"control/{name}"] = value


# --- controls ---------------------------------------------------------------------------------------------


def _weigh_controls(wish: Wish, standing: Sequence[StandingControl]) -> ControlsWeighed:
    """Match texts with the controls that stand there; what nobody names goes only from a row with its code."""
    found = ControlsWeighed()
    free = list(standing)
    for kind, texts in wish.controls.items():
        for text in texts:
            known = next((one for one in free if one.kind is kind and same_control(one.text, text)), None)
            _keep_or_add(found, free, known, (kind, text))
    for text in wish.loose:
        known = next((one for one in free if same_control(one.text, text)), None)
        _keep_or_add(found, free, known, (ControlKind.MANAGEMENT, text))
    if wish.empties:
        found.removed = [one for one in free if one.kind in wish.controls]
    found.kept += [one for one in free if one not in found.removed]
    wanted = {name: value for name, value in wish.for_all._asdict().items() if value is not None}
    if wish.empties and wish.for_all.next_check_on == first_check(standing):
        wanted.pop("next_check_on", None)
    for control in found.kept:
        different = {name: value for name, value in wanted.items() if getattr(control, name) != value}
        if different:
            found.changed.append((control, different))
    return found


def first_check(controls: Sequence[StandingControl]) -> date | None:
    """The first of the next checks, as the register and its list show it: written there unchanged, it moves none."""
    return min((one.next_check_on for one in controls if one.next_check_on), default=None)


def _keep_or_add(
    found: ControlsWeighed,
    free: list[StandingControl],
    known: StandingControl | None,
    fresh: tuple[ControlKind, str],
) -> None:
    if known is None:
        found.added.append(fresh)
    else:
        free.remove(known)
        found.kept.append(known)


def same_control(one: str, other: str) -> bool:
    """Whether two texts say the same control: numbering, line breaks and blanks do not count."""
    return one_line(one) == one_line(other)


def one_line(text: str) -> str:
    """A control's text on one line, without a number before it."""
    return _same(NUMBERING.sub("", text))
