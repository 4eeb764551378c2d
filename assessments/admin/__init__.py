"""Django's admin, for looking: what changes data goes through services, mostly from their pages.

Site roles and organisations' content are not here; an administrator sees no client content.
"""

from allauth.account import admin as _addresses  # noqa: F401 - registered, so that it can be undone
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth import admin as _groups  # noqa: F401 - likewise
from django.contrib.auth.models import Group
from knox import admin as _tokens  # noqa: F401 - likewise
from knox.models import AuthToken

from assessments.admin import releases  # noqa: F401 - registers its models
from assessments.admin.base import ReadOnly
from assessments.models import Edition, Job, PoolRelease

# Whoever makes a token for another person, or gives him an address, can sign in as him and read
# all that he may read. Groups mean nothing here: `access` asks for roles.
admin.site.unregister([AuthToken, EmailAddress, Group])


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ("key", "edition", "state", "hash", "created_at")
    exclude = ("canonical",)


@admin.register(Job)
class JobAdmin(ReadOnly):
    exclude = ("error",)  # may quote what a client wrote; the page of all jobs says why one failed
    list_display = ("kind", "state", "attempt", "phase", "created_at", "finished_at")
    list_filter = ("kind", "state")


@admin.register(PoolRelease)
class PoolReleaseAdmin(ReadOnly):
    list_display = ("edition", "first_day", "last_day", "state", "hash", "published_at")
    exclude = ("content",)
