"""The administrators' workplace: drafts of releases, their review, what became of them."""

import contextlib
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import (
    Action,
    fetch,
    may_edit_benchmarks,
    visible_to,
    works_on_benchmarks,
)
from assessments.models import Figure, Release, User
from assessments.queries.release_differences import differences_of
from assessments.queries.release_history import history_of
from assessments.queries.releases import figures_of
from assessments.services import releases as service
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults, warn_of_faults
from assessments.web.release_forms import FigureForm, HeadForm, KeyForm
from assessments.web.requests import SignedInRequest
from maturity.benchmarks.coverage import cover
from maturity.benchmarks.rows import as_row
from maturity.instruments.texts import find_foreign_script, measure_texts

CHANGES_SHOWN = 200


def release_for(request: SignedInRequest, action: Action, key: str) -> Release:
    """The release of an address, for one action. Raises like `access.fetch`."""
    found = get_object_or_404(visible_to(Release, request.user), key=key)
    return fetch(request.user, action, Release, found.pk)


@require_GET
def coverage(request: SignedInRequest, key: str) -> HttpResponse:
    """Where a release has figures, by economy, theme and year, and how complete its texts are."""
    release = release_for(request, "read", key)
    figures = figures_of(release)
    everything = cover(figures)
    year = request.GET.get("year", "")
    matrix = cover(figures, year=year) if year in everything.years else everything
    context = {
        "release": release,
        "matrix": matrix,
        "years": everything.years,
        "year": year,
        "rows": [
            (economy, [matrix.cells.get((economy, theme)) for theme in matrix.themes])
            for economy in matrix.economies
        ],
    }
    if works_on_benchmarks(request.user):
        named = ("label", "source", "caveat", "base")
        texts = {
            "head": release.head,
            "figures": {f.key: {name: getattr(f, name) for name in named} for f in figures},
        }
        context |= {
            "coverage": measure_texts(texts),
            "script_faults": find_foreign_script(texts),
        }
    return render(request, "national/coverage.html", context)


@require_GET
def history(request: SignedInRequest, key: str) -> HttpResponse:
    """Every change of a release: who, when, before, after. For those who write or publish."""
    release = release_for(request, "read", key)
    if not works_on_benchmarks(request.user):
        raise Http404
    changes = history_of(release)
    context = {
        "release": release,
        "changes": changes[:CHANGES_SHOWN],
        "count": len(changes),
        "nobody": _("the software") if release.shipped else _("account deleted"),
    }
    return render(request, "national/history.html", context)


@require_GET
def changes(request: SignedInRequest, key: str) -> HttpResponse:
    """What a release changes against the one it supersedes."""
    release = release_for(request, "read", key)
    if release.supersedes is None:
        raise Http404
    context = {"release": release, "differences": differences_of(release)}
    return render(request, "national/changes.html", context)


@require_http_methods(["GET", "POST"])
def copy(request: SignedInRequest, key: str) -> HttpResponse:
    """Begin the next release with everything that stands in this one."""
    release = release_for(request, "read", key)
    if not may_edit_benchmarks(request.user):
        raise PermissionDenied
    form = KeyForm(request.POST or None)
    if form.is_valid():
        try:
            draft = service.copy_release(
                by=request.user, release=release, key=form.cleaned_data["key"]
            )
        except Rejected as rejected:
            add_faults(form, rejected.faults)
        else:
            return redirect("release", draft.key)
    context = {"release": release, "form": form}
    return render(request, "national/copy.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def head(request: SignedInRequest, key: str) -> HttpResponse:
    """What a draft says of itself."""
    release = release_for(request, "write", key)
    form = HeadForm(request.POST) if request.method == "POST" else HeadForm.showing(release)
    if form.is_valid():
        try:
            service.edit_head(
                by=request.user,
                release=release,
                changes=form.changes(),
                based_on=request.POST.get("based_on", ""),
            )
        except Rejected as rejected:
            add_faults(form, rejected.faults)
        else:
            messages.success(request, _("Saved."))
            return redirect("release", key)
    based_on = request.POST.get("based_on", release.head_digest)
    context = {"release": release, "form": form, "based_on": based_on}
    return render(request, "national/head.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def new_figure(request: SignedInRequest, key: str) -> HttpResponse:
    """Add a figure to a draft."""
    release = release_for(request, "write", key)
    form = FigureForm(request.POST or None, release=release)
    return _save_figure(request, release, form, figure=None)


@require_http_methods(["GET", "POST"])
def figure(request: SignedInRequest, key: str, figure_key: str) -> HttpResponse:
    """Change a figure of a draft, or take it out."""
    release = release_for(request, "write", key)
    found = get_object_or_404(release.figures, key=figure_key)
    if request.POST.get("action") == "remove":
        with contextlib.suppress(Rejected):  # somebody else took it out in between
            service.remove_figure(by=request.user, release=release, key=found.key)
        messages.success(request, _("The figure was taken out of the draft."))
        return redirect("release", key)
    given = request.POST if request.method == "POST" else None
    form = FigureForm(given, release=release, initial=as_row(found.content))
    return _save_figure(request, release, form, figure=found)


def _save_figure(
    request: SignedInRequest, release: Release, form: FigureForm, *, figure: Figure | None
) -> HttpResponse:
    if form.is_valid():
        before = figure.key if figure else None
        try:
            saved = service.save_figure(
                by=request.user,
                release=release,
                row=form.row(),
                key=before,
                based_on=request.POST.get("based_on", ""),
            )
        except Rejected as rejected:
            add_faults(form, rejected.faults)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{release.get_absolute_url()}?figure={saved.key}#f-{saved.key}")
    based_on = request.POST.get("based_on", figure.digest if figure else "")
    context = {"release": release, "form": form, "figure": figure, "based_on": based_on}
    return render(request, "national/figure.html", context, status=422 if form.errors else 200)


@require_POST
def state(request: SignedInRequest, key: str) -> HttpResponse:
    """Submit a draft for review, return it, publish it, withdraw it or throw it away."""
    action = request.POST.get("action", "")
    if action not in _STEPS:
        raise Http404
    right, take = _STEPS[action]
    release = release_for(request, right, key)
    try:
        take(request.user, release, request.POST)
    except Rejected as rejected:
        warn_of_faults(request, rejected)
        return redirect("release", key)
    return redirect("releases") if action == "discard" else redirect("release", key)


_STEPS: dict[str, tuple[Action, Callable[[User, Release, QueryDict], object]]] = {
    "submit": ("write", lambda by, release, _: service.submit_for_review(by=by, release=release)),
    "discard": ("write", lambda by, release, _: service.discard_release(by=by, release=release)),
    "return": (
        "publish",
        lambda by, release, given: service.return_to_writers(
            by=by, release=release, note=given.get("reason", "")
        ),
    ),
    "publish": (
        "publish",
        lambda by, release, given: service.publish_release(
            by=by, release=release, seen=given.get("seen", "")
        ),
    ),
    "withdraw": (
        "publish",
        lambda by, release, given: service.withdraw_release(
            by=by, release=release, reason=given.get("reason", "")
        ),
    ),
}
"""By button: the right it needs, and what it does with a person, a release and the form."""
