"""Django's admin, for looking: what changes data goes through services, mostly from their pages.

Site roles and organisations' content are not here; an administrator sees no client content.
"""

import allauth.account.admin
import django.contrib.auth.admin
import knox.admin  # noqa: F401 - as those above, it registers its models before we take them out
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
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
    list_display = ("kind", "state", "attempt", "phase", "created_at", "finished_at")
    list_filter = ("kind", "state")


@admin.register(PoolRelease)
class PoolReleaseAdmin(ReadOnly):
    list_display = ("edition", "first_day", "last_day", "state", "hash", "published_at")
    exclude = ("content",)
