"""How allauth's pages fit into ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm
from django import forms
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.emails import write_text
from assessments.models import User


class SignUpForm(SignupForm):  # type: ignore[misc] # allauth ships no types
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As colleagues and reports should show it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # as above
    def save_user(
        self, request: HttpRequest, user: User, form: SignUpForm, commit: bool = True
    ) -> User:
        """Keep the name, and the language in which the person signed up."""
        user.name = form.cleaned_data["name"]
        user.language = get_language() or ""
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the queue like every message, so that known and unknown addresses cost alike."""
        about = {
            "request": self.request,
            "email": email,
            "current_site": get_current_site(self.request),
        }
        message = self.render_mail(template_prefix, email, about | context)
        write_text(
            to=email, language=get_language() or "", subject=message.subject, body=message.body
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """A new device speaks the person's language at once."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            remember_language(response, user.language)
        return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Set the cookie that Django's LocaleMiddleware reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
