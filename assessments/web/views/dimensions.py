"""An enterprise beside the six dimensions of the national report."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.access import fetch
from assessments.models import Enterprise
from assessments.queries.dimensions import read_dimensions
from assessments.web.beside import published_beside
from assessments.web.requests import SignedInRequest


@require_GET
def dimensions(request: SignedInRequest, pk: UUID) -> HttpResponse:
    enterprise = fetch(request.user, "read", Enterprise, pk)
    published = published_beside(request, enterprise=enterprise, economy=enterprise.economy)
    read = read_dimensions(request.user, enterprise, published["sections"])
    return render(request, "results/dimensions.html", published | {"dimensions": read})
