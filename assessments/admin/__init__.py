"""Django's admin, for looking: what changes data goes through services, mostly from their pages.

Site roles and organisations' content are not here; an administrator sees no client content.
"""

from django.contrib import admin

from assessments.admin import releases  # noqa: F401 - registers its models
from assessments.admin.base import ReadOnly
from assessments.models import Edition, Job, PoolRelease


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ("key", "edition", "state", "hash", "created_at")
    exclude = ("canonical",)


@admin.register(Job)
class JobAdmin(ReadOnly):
    list_display = ("kind", "state", "attempt", "phase", "created_at", "finished_at")
    list_filter = ("kind", "state")


@admin.register(PoolRelease)
class PoolReleaseAdmin(ReadOnly):
    list_display = ("edition", "first_day", "last_day", "state", "hash", "published_at")
    exclude = ("content",)
