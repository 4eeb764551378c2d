"""Words of the report: what its pictures, figures and arithmetic say."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.models import Enterprise, Report
from assessments.wording import results
from assessments.wording.profile import active_language
from maturity.instruments.edition import Edition, Item

Data = Mapping[str, Any]


def mark_words() -> dict[str, str]:
    """What the marks of the pictures are called."""
    return {
        "current": pgettext("mark", "Today"),
        "target": pgettext("mark", "Target"),
        "reference": pgettext("mark", "Published"),
        "unknown": pgettext("mark", "Not known yet"),
        "own": pgettext("mark", "you"),
        "current_mean": pgettext("mark", "mean today"),
        "target_mean": pgettext("mark", "mean of targets"),
    }


def level_word(edition: Edition, item: Item, level: int | None) -> str:
    """The ladder's word for a level ("Integrated"); empty for none."""
    return "" if level is None else edition.level_name(item, level)[active_language()]


def level_label(edition: Edition, item: Item, level: int | None) -> str:
    """The word for a level as it fits into a picture; empty for none."""
    return "" if level is None else edition.level_label(item, level)[active_language()]


def sentence_list(parts: Sequence[str]) -> str:
    return pgettext("between figures", "; ").join(parts)


def named(name: str, value: str) -> str:
    """One thing in a list of figures, with its value or state."""
    return _("%(name)s: %(level)s") % {"name": name, "level": value}


def item_figures(
    *, name: str, current: int | None, word: str, target: int | None, state: str
) -> str:
    """One item in a list of figures: "Vertical Integration: 1 Defined, target 3"."""
    said = results.state_text(state) if current is None else f"{current} {word}"
    if target is None:
        return named(name, said)
    words = {"name": name, "level": said, "target": target}
    return _("%(name)s: %(level)s, target %(target)d") % words


def with_target(today: str, target: str) -> str:
    """A mean and that of the targets, in a list of figures."""
    return _("%(level)s, target %(target)s") % {"level": today, "target": target}


def cover_title(current: Data, target: Data) -> str:
    """The message of the title page's picture."""
    words = {"current": results.score_text(current), "target": target["rounded"]}
    if target["rounded"] is None:
        return _("Mean today: %(current)s") % words
    return _("Mean today: %(current)s; mean of the targets: %(target)s") % words


def groups_sentence(scores: Sequence[tuple[str, Data]]) -> str:
    """Where the means of groups are lowest and highest, of those that are decided; the message of
    their picture. `scores` are names with what is stored of today."""
    decided = [(name, s) for name, s in scores if s["of"] and s["low"] == s["high"]]
    decided = [(name, s) for name, s in decided if not s["provisional"]]
    parts = []
    if decided:
        means = [Fraction(score["mean"]) for _name, score in decided]
        low, high = (
            {
                "names": results.listed(
                    [name for name, s in decided if Fraction(s["mean"]) == mean]
                ),
                "mean": next(s["rounded"] for _n, s in decided if Fraction(s["mean"]) == mean),
            }
            for mean in (min(means), max(means))
        )
        words = {"low": low["names"], "low_mean": low["mean"]}
        words |= {"high": high["names"], "high_mean": high["mean"], "mean": low["mean"]}
        if low["mean"] == high["mean"]:
            parts.append(_("Mean today, wherever it is known: %(mean)s.") % words)
        else:
            parts.append(
                _("Mean today, lowest: %(low)s (%(low_mean)s); highest: %(high)s (%(high_mean)s).")
                % words
            )
    if still := [name for name, s in scores if (name, s) not in decided]:
        parts.append(
            _("Broken axes, because not everything is known: %(names)s.")
            % {"names": results.listed(still)}
        )
    return results.sentences(*parts)


def mean_of(target: str | None) -> str:
    """Below a mean set large: what it is, and the mean of the targets."""
    today = pgettext("mark", "mean today")
    if target is None:
        return today
    return _("%(today)s; mean of targets %(target)s") % {"today": today, "target": target}


def tier_of() -> str:
    """Below a tier set large."""
    return _("highest tier in production use")


def facts_of() -> str:
    """Below a number of questions set large."""
    return _("questions answered")


def size_text(size_band: str) -> str:
    """Persons engaged, as frozen in the profile."""
    labels = dict(Enterprise.SizeBand.choices)
    return _("%(band)s persons engaged") % {"band": labels.get(size_band, size_band)}


def code_text(code: str) -> str:
    """A verification code in groups of four, to be read aloud and typed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def qr_title() -> str:
    """What the QR code is, for those who do not see it."""
    return _("QR code of the address at which this report can be verified")


def edition_label(edition: str) -> str:
    return _("edition %(edition)s") % {"edition": edition}


def next_step_text(level: int) -> str:
    return _("Next step, from %(from)d to %(to)d") % {"from": level, "to": level + 1}


def place_text(*, section: str, field: str, item: str) -> str:
    """Where a text of the report stands, for a message about one of its characters."""
    fields = {
        "note": _("the note"),
        "comment": _("the comment"),
        "by": _("the name of the consultancy"),
        "plan": _("the plan"),
        "action": _("the plan"),
        "reason": _("the reason"),
        "question": _("the question"),
        "author": _("the name of the organisation"),
        "preface": _("the preface"),
        "contact": _("the contact of the consultancy"),
    }
    sections = {
        "enterprise": _("the name of the enterprise"),
        "edition": _("the texts of the questionnaire"),
        "release": _("the description of the published data"),
        "results_release": _("the description of the published data"),
        "published": _("the published results"),
        "national": _("the national data"),
        "blocks": _("the texts of the questionnaire"),
        "branding": _("the name of the consultancy"),
    }
    where = fields.get(field) or sections.get(section) or _("the report’s own text")
    if item:
        return _("%(field)s on “%(item)s”") % {"field": where, "item": item}
    return where


def draft_word() -> str:
    """What stands across every page of a report that is not final."""
    return pgettext("across the pages of a report", "Draft")


def confidentiality_text(code: str) -> str:
    """Who a report is for, as it stands on every page; empty for no mark."""
    return dict(confidentiality_choices())[code] if code else ""


def confidentiality_choices() -> list[tuple[str, str]]:
    return [
        ("", _("None")),
        ("internal", pgettext("mark on a report", "Internal")),
        ("confidential", pgettext("mark on a report", "Confidential")),
        ("strictly_confidential", pgettext("mark on a report", "Strictly confidential")),
    ]


def options_text(report: Report) -> str:
    """In what a report differs from the usual one; empty for the usual one."""
    options = report.options
    said = [
        draft_word() if options.get("is_draft") else "",
        confidentiality_text(options.get("confidentiality", "")),
        _("in the name of %(firm)s") % {"firm": report.branding.name} if report.branding else "",
        _("with a preface") if options.get("preface") else "",
        _("some parts left out") if options.get("left_out") else "",
        "PDF/A" if options.get("archival") else "",
    ]
    return " · ".join(part for part in said if part)


def counted_of(count: int, of: int) -> str:
    return _("%(count)d of %(of)d items") % {"count": count, "of": of}


def corrects_text(date: str) -> str:
    return _("This result corrects the one submitted on %(date)s.") % {"date": date}


def withdrawn_text(title: str, *, reason: str) -> str:
    """`reason` is as the publisher wrote it, in whatever language."""
    said = _("The figures of “%(title)s” were withdrawn before this report was made: %(reason)s")
    return said % {"title": title, "reason": reason}


def corrected_text(date: str) -> str:
    return _("This result was corrected by a later one, submitted on %(date)s.") % {"date": date}
