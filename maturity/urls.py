"""All addresses of the site."""

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from health_check.views import HealthCheckView

# One way to sign in: the admin sends people to the same page, limits included.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Keys of second factors are for nobody's eyes; what is lost is reset by a command.
admin.site.unregister([Authenticator, UserSession])

urlpatterns = [
    path("", include("assessments.web.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("api/v1/", include("assessments.api.urls")),
    path("admin/", admin.site.urls),
    path(
        "healthz",
        login_not_required(
            HealthCheckView.as_view(
                checks=["health_check.checks.Cache", "health_check.checks.Database"]
            )
        ),
        name="healthz",
    ),
]

if settings.OIDC_SERVER_URL:
    urlpatterns += [
        path("account/provider/", include("allauth.socialaccount.urls")),
        path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]
