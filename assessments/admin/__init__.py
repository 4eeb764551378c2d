"""Django's admin, for looking only: what changes data goes through services and their pages.

Site roles and organisations' content are not here; an administrator sees no client content.
"""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from assessments.models import Edition, Figure, Job, PoolRelease, Release


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg] # admin classes are not generic at run time
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ("key", "edition", "state", "hash", "created_at")
    exclude = ("canonical",)


@admin.register(Release)
class ReleaseAdmin(ReadOnly):
    list_display = ("key", "state", "shipped", "published_at")


@admin.register(Figure)
class FigureAdmin(ReadOnly):
    list_display = ("key", "economy", "value", "unit", "period", "section")
    list_filter = ("release", "dimension", "kind", "economy")
    search_fields = ("key",)


@admin.register(Job)
class JobAdmin(ReadOnly):
    list_display = ("kind", "state", "attempt", "phase", "created_at", "finished_at")
    list_filter = ("kind", "state")


@admin.register(PoolRelease)
class PoolReleaseAdmin(ReadOnly):
    list_display = ("edition", "first_day", "last_day", "state", "hash", "published_at")
    exclude = ("content",)
