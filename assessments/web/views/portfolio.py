"""A consultant's clients on one page."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import consultancies_of, may_add_enterprise
from assessments.queries.portfolio import SORTS, Wanted
from assessments.queries.portfolio import portfolio as read_portfolio
from assessments.web.requests import SignedInRequest


@require_GET
def portfolio(request: SignedInRequest) -> HttpResponse:
    """Granted and prepared enterprises: ?name, ?state, ?dates narrow down, ?sort (-: backwards)."""
    given = request.GET
    sort = given.get("sort", "name")
    wanted = Wanted(
        name=given.get("name", ""),
        state=given.get("state", ""),
        dates=given.get("dates", ""),
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
    )
    page, clients = read_portfolio(request.user, wanted, number=given.get("page", ""))
    kept = {"name": wanted.name, "state": wanted.state, "dates": wanted.dates}
    kept = {name: value for name, value in kept.items() if value}
    context = {
        "page": page,
        "clients": clients,
        "wanted": wanted,
        "is_narrowed": bool(kept),
        # Where each heading leads: sorted by it, and if it is already, the other way round.
        "sorts": {
            name: urlencode(kept | {"sort": f"-{name}" if sort == name else name}) for name in SORTS
        },
        "kept": urlencode(kept | {"sort": sort}),
        "consultancies": consultancies_of(request.user).order_by("name", "pk"),
        "may_add": may_add_enterprise(request.user),
    }
    return render(request, "portfolio/portfolio.html", context)
