"""How allauth's pages fit into ours."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import SignupForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.emails import write_text
from assessments.models import User
from assessments.services.accounts import record_sign_in
from assessments.wording.devices import device_text


class SignUpForm(SignupForm):  # type: ignore[misc] # allauth ships no types
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As colleagues and reports should show it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def try_save(self, request: HttpRequest) -> Any:
        """An address that is taken takes as long as one that is free."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # as above
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=100,
        help_text=_("For you to tell your passkeys apart, for instance “Office computer”."),
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"),
        required=False,
        initial=True,
        help_text=_(
            "It then replaces e-mail address, password and code. The device asks for your "
            "fingerprint, your face or its PIN."
        ),
    )


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # as above
    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - as inherited
        """A passkey is called as the device on which it is made, until its owner says otherwise."""
        return device_text(self.request.headers.get("User-Agent", ""))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # as above
    def save_user(
        self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True
    ) -> User:
        """Keep the name, and the language in which the person signed up."""
        user.name = form.cleaned_data.get("name", user.name)  # a provider may have said it
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

    def login(self, request: HttpRequest, user: User) -> None:
        """The one step that passwords, codes, passkeys and providers all take in the end."""
        super().login(request, user)
        record_sign_in(user=user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """A new device speaks the person's language at once."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            remember_language(response, user.language)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not before a second factor is touched by somebody who signed in a moment ago."""
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        if app != "allauth.mfa" or not required:
            return required
        records = get_authentication_records(self.request, self.request.user)
        return (
            not records or time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account, where a message says that it worked."""
        return reverse("account")


def remember_language(response: HttpResponse, language: str) -> None:
    """Set the cookie that Django's LocaleMiddleware reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
