"""Forms about people: organisations, invitations, asking to join."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.models import Invitation, Membership, Organisation, User
from assessments.services.organisations import NAME_LIMIT
from assessments.wording.people import APPOINTMENT_REASONS, kind_choices, role_choices


class _Form(forms.Form):
    """Lists that depend on the language or on the person are filled when the form is made."""

    def offer(self, field: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]


def _email(label: Any, help_text: Any = "") -> forms.CharField:
    """An address, which only the services check: they say what is wrong with it."""
    widget = forms.EmailInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, widget=widget)


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of the message"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        initial=get_language,
    )


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=NAME_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class FoundingForm(_Form, NameForm):
    kind = forms.ChoiceField(label=_("What it does"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", kind_choices())


class RoleForm(_Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("role", role_choices(kind))


class InvitingForm(RoleForm):
    email = _email(_("E-mail address"), _("The invitation can be accepted with this address only."))
    language = _language()
    field_order = ["email", "role", "language"]


class HandOverForm(_Form):
    to = forms.ChoiceField(label=_("Who takes over"))

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(each.user_id), str(each.user)) for each in members]
        self.offer("to", [("", _("Please choose")), *people])


class AskingForm(forms.Form):
    email = _email(
        _("E-mail address of somebody who manages the organisation"),
        _("An owner or lead consultant; that person decides."),
    )


class ApprovingForm(_Form):
    """The organisation and a role in it, chosen together: roles differ by kind."""

    place = forms.ChoiceField(label=_("Organisation and role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "place",
            [
                (f"{each.pk} {role}", f"{each.name}: {said}")
                for each in organisations
                for role, said in role_choices(each.kind)
            ],
        )


class AppointingForm(_Form):
    email = _email(
        _("E-mail address of the new owner"),
        _("Make sure in another way that it is the right one."),
    )
    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    language = _language()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", [(code, str(said)) for code, said in APPOINTMENT_REASONS.items()])


class AcceptingForm(forms.Form):
    """What the page of an invitation asks before it is accepted; here: nothing."""

    def __init__(self, *args: Any, user: User, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.invitation = user, invitation
