"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from assessments.models import Organisation
from assessments.web.organisations import active_organisation, own_organisations
from assessments.wording.profile import active_language

HTML_LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "ja": "ja"}


def site(_request: HttpRequest) -> dict[str, Any]:
    """Variables of base.html."""
    language = active_language()
    return {
        "language": language,
        "html_language": HTML_LANGUAGES[language],
        "languages": [(code, HTML_LANGUAGES[code], name) for code, name in settings.LANGUAGES],
        "demo": settings.DEMO,
        "provider": settings.OIDC_NAME if settings.OIDC_SERVER_URL else "",
    }


def organisations(request: HttpRequest) -> dict[str, Any]:
    """The switch in the head, for those who belong to several: one query a page."""
    if not request.user.is_authenticated:
        return {}
    own = own_organisations(request)
    return {
        "own_organisations": own,
        "active_organisation": active_organisation(request),
        "has_clients": any(each.kind == Organisation.Kind.CONSULTANCY for each in own),
    }
