"""What every view of the API does the same way."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model, QuerySet
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from assessments.access import fetch, log_readings_under_grant, visible_to
from assessments.api.fields import Input
from assessments.api.pagination import Pages
from assessments.models import User
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault

M = TypeVar("M", bound=Model)
I = TypeVar("I", bound=Input)  # noqa: E741


class OneFormat(DefaultContentNegotiation):
    """Each address sends what it has; an Accept header is neither needed nor in the way."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        only = next(iter(renderers))
        return only, str(only.media_type)


class View(GenericViewSet[M]):
    """A table of contents: model, serializer, filter. Rows come from `access` alone."""

    queryset: QuerySet[M]  # an empty one, which names the model to us and to the schema
    content_negotiation_class = OneFormat
    metadata_class: Any = None  # OPTIONS would describe forms we do not have
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[M]:
        """The visible rows, with what their serializer reads."""
        return visible_to(self.queryset.model, self.request.user)

    def paginate_queryset(self, queryset: Any) -> Any:
        """One page; a program that lists a client's content has read it."""
        page = super().paginate_queryset(queryset)
        log_readings_under_grant(user=person(self.request), found=page or [])
        return page

    def get_object(self) -> M:
        """What the address names, if it may be read."""
        return self.reload(
            fetch(person(self.request), "read", self.queryset.model, self.kwargs["pk"])
        )

    def reload(self, found: Model) -> M:
        """The same row with everything its serializer reads."""
        return self.get_queryset().get(pk=found.pk)


def person(request: Request) -> User:
    """Who is signed in; the permission classes have seen to it that somebody is."""
    return cast(User, request.user)


def read_body(request: Request, shape: type[I]) -> I:
    """The body in its declared shape. Raises Rejected, InvalidFile or ValidationError."""
    if request.data == {} and not request.META.get("CONTENT_LENGTH", "").strip("0"):
        raise Rejected([Fault("", "body_missing")])
    if not isinstance(request.data, Mapping):
        raise Rejected([Fault("", "json_not_object")])
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return given


def created(
    request: Request, shown: BaseSerializer[Any], name: str, pk: UUID, *, status: int = 201
) -> Response:
    """What was made, with its address in the Location header."""
    address = reverse(f"api:{name}", args=[pk], request=request)
    return Response(shown.data, status=status, headers={"Location": address})
