"""Levels with their target, statements, and the bounds of a quick unit."""

from typing import Any

from django import forms

from assessments.models import GivenAnswer
from assessments.web.answer_forms.saved import NOT_APPLICABLE, UNKNOWN, SavedForm, StatedForm
from assessments.wording.answers import practice_text
from maturity.instruments.edition import QuickUnit
from maturity.instruments.items import LevelItem
from maturity.scoring.answers import PRACTICE_ANSWERS


class LevelForm(StatedForm):
    template = "assessments/answers/level.html"
    field = "current"
    current = forms.ChoiceField(required=False)
    target = forms.ChoiceField(required=False)
    action = forms.CharField(required=False, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(str(n), str(n)) for n in range(self.edition.scale_top + 1)]
        self._offer(current=[*levels, *self._states()], target=levels)

    @property
    def levels(self) -> list[dict[str, Any]]:
        """Each level with its word and its description."""
        texts = self.item.levels if isinstance(self.item, LevelItem) else ()
        return [
            {"level": n, "name": self.edition.level_name(self.item, n), "text": text}
            for n, text in enumerate(texts)
        ]

    def shown(self, stored: GivenAnswer | None) -> dict[str, Any]:
        target = stored.target if stored else None
        return self._chosen(stored) | {
            "target": "" if target is None else str(target),
            "action": stored.action if stored else "",
        }

    def given(self) -> dict[str, Any]:
        data, given = self.cleaned_data, self._stated()
        if not given and data["current"]:
            given["current"] = int(data["current"])
        if given.get("state") != NOT_APPLICABLE:
            if data["target"]:
                given["target"] = int(data["target"])
            if data["action"].strip():
                given["action"] = data["action"]
        return self._with_note(given)


class PracticeForm(StatedForm):
    template = "assessments/answers/practice.html"
    owns_question = True
    field = "answer"
    answer = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(answer=[*((one, one) for one in PRACTICE_ANSWERS), *self._states()])

    @property
    def practice_options(self) -> list[tuple[str, str]]:
        return [(one, practice_text(one)) for one in PRACTICE_ANSWERS]

    def shown(self, stored: GivenAnswer | None) -> dict[str, Any]:
        return self._chosen(stored)

    def given(self) -> dict[str, Any]:
        given = self._stated()
        if not given and self.cleaned_data["answer"]:
            given["answer"] = self.cleaned_data["answer"]
        return self._with_note(given)


class QuickForm(SavedForm):
    """The bounds of a quick unit: everywhere at least, and nowhere above."""

    template = "assessments/answers/quick.html"
    low = forms.ChoiceField(required=False)
    high = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, unit: QuickUnit, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)
        levels = [(str(n), str(n)) for n in range(self.edition.scale_top + 1)]
        self._offer(low=[*levels, (UNKNOWN, UNKNOWN)], high=[*levels, (UNKNOWN, UNKNOWN)])

    @property
    def key(self) -> str:
        return f"quick.{self.unit.key}"

    @property
    def levels(self) -> list[dict[str, Any]]:
        return [
            {"level": n, "name": self.edition.level_name(self.item, n)}
            for n in range(self.edition.scale_top + 1)
        ]

    def shown(self, stored: GivenAnswer | None) -> dict[str, Any]:
        value = stored.value if stored and stored.value else {}
        return {name: str(value[name]) if name in value else "" for name in ("low", "high")}

    def given(self) -> dict[str, Any]:
        """Not known means the end of the scale; nothing at all means that it was passed over."""
        low, high = self.cleaned_data["low"], self.cleaned_data["high"]
        if not low and not high:
            return {}
        return {
            "low": int(low) if low.isdecimal() else 0,
            "high": int(high) if high.isdecimal() else self.edition.scale_top,
        }
