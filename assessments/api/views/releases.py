"""Published national data: releases and their figures."""

from django.db.models import QuerySet
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from assessments.access import fetch
from assessments.api.filters import FigureFilter
from assessments.api.serializers.releases import FigureOutput, ReleaseOutput
from assessments.api.views.base import View, person
from assessments.models import Figure, Release


class Releases(ListModelMixin, RetrieveModelMixin, View[Release]):
    """Published releases, and withdrawn ones that reports still rest on."""

    queryset = Release.objects.none()
    serializer_class = ReleaseOutput

    def get_queryset(self) -> QuerySet[Release]:
        return super().get_queryset().order_by("-published_at", "pk")


class Figures(ListModelMixin, View[Figure]):
    """The figures of one release, in its own order, each with the place where it is printed."""

    queryset = Figure.objects.none()
    serializer_class = FigureOutput
    filterset_class = FigureFilter

    def get_queryset(self) -> QuerySet[Figure]:
        release = fetch(person(self.request), "read", Release, self.kwargs["pk"])
        return Figure.objects.filter(release=release).order_by("position")
