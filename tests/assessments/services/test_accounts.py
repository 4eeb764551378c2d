"""Leaving, signing in, and losing the phone: what is true afterwards."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from knox.models import AuthToken

from assessments.models import (
    Assessment,
    Enterprise,
    Event,
    Membership,
    Organisation,
    User,
)
from assessments.queries.organisations import is_last_owner
from assessments.services.accounts import delete_account, record_sign_in
from assessments.services.refusals import Rejected
from tests.assessments.web.signing_in import is_in, sign_in


def join(person: User, organisation: Organisation, role: str) -> Membership:
    return Membership.objects.create(user=person, organisation=organisation, role=role)


def test_last_owner_is_the_only_one_who_owns_or_leads(
    alice: User, bob: User, dora: User, charlie: User
) -> None:
    owner, editor = alice.memberships.get(), bob.memberships.get()
    assert is_last_owner(owner)
    assert not is_last_owner(editor)
    join(charlie, owner.organisation, "owner")
    assert not is_last_owner(owner)

    consultant = dora.memberships.get()
    assert not is_last_owner(consultant)
    lead = join(charlie, consultant.organisation, "lead")
    assert is_last_owner(lead)


def test_member_goes_and_the_work_stays_without_a_name(
    bob: User, submitted: Assessment, enterprise: Enterprise
) -> None:
    Assessment.objects.filter(pk=submitted.pk).update(submitted_by=bob)
    Event.objects.create(
        kind="signed_in",
        actor=bob,
        organisation=enterprise.owner,
        object_type="user",
        object_id=bob.pk,
    )
    AuthToken.objects.create(bob)
    delete_account(user=User.objects.get(pk=bob.pk))

    assert not User.objects.filter(email=bob.email).exists()
    assert not EmailAddress.objects.filter(email=bob.email).exists()
    assert not AuthToken.objects.exists()
    submitted.refresh_from_db()
    assert submitted.submitted_by is None
    event = Event.objects.get(kind="signed_in")
    assert (event.actor, event.object_id) == (None, bob.pk)
    assert enterprise.owner is not None
    assert enterprise.owner.memberships.count() == 1


@pytest.mark.parametrize("left", ["an enterprise", "a colleague"])
def test_last_owner_of_something_is_kept(
    alice: User, client_organisation: Organisation, charlie: User, left: str
) -> None:
    if left == "an enterprise":
        Enterprise.objects.create(
            name="Plant", economy="JP", sector="C28", size_band="1-9", owner=client_organisation
        )
    else:
        join(charlie, client_organisation, "editor")
    with pytest.raises(Rejected) as refused:
        delete_account(user=alice)
    [fault] = refused.value.faults
    assert (fault.code, fault.params) == ("holds_organisation", {"organisation": "Lakeside"})
    assert User.objects.filter(pk=alice.pk).exists()

    join(User.objects.create_user("next@example.org"), client_organisation, "owner")
    delete_account(user=alice)
    assert Organisation.objects.filter(pk=client_organisation.pk).exists()


def test_last_lead_is_kept_while_there_are_prepared_enterprises(dora: User) -> None:
    membership = dora.memberships.get()
    membership.role = "lead"
    membership.save()
    prepared = Enterprise.objects.create(
        name="Plant",
        economy="JP",
        sector="C28",
        size_band="1-9",
        prepared_by=membership.organisation,
    )
    with pytest.raises(Rejected):
        delete_account(user=dora)
    prepared.delete()
    delete_account(user=dora)
    assert not Organisation.objects.filter(pk=membership.organisation_id).exists()


def test_empty_organisation_of_one_goes_too_and_others_stay(
    alice: User, client_organisation: Organisation, charlie: User
) -> None:
    delete_account(user=alice)
    assert not Organisation.objects.filter(pk=client_organisation.pk).exists()
    assert charlie.memberships.exists()


def test_sign_in_is_noted_in_every_organisation_of_the_person(alice: User, dora: User) -> None:
    for name in ("One", "Two"):
        join(alice, Organisation.objects.create(name=name, kind="client"), "viewer")
    record_sign_in(user=alice)
    logged = Event.objects.filter(kind=Event.Kind.SIGNED_IN, actor=alice)
    assert sorted(e.organisation.name for e in logged if e.organisation) == ["One", "Two"]


def test_reset_removes_every_factor_and_ends_every_session(
    client: Client, paul_in_a_browser: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("reset_second_factor", "PAUL@example.org")
    assert not Authenticator.objects.exists()
    assert not is_in(client)
    assert "paul@example.org signs in with the password alone now" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_second_factor", "nobody@example.org")


@pytest.fixture
def paul_in_a_browser(client: Client, paul: User) -> User:
    """Signed in, before the role was given and the factor with it."""
    Authenticator.objects.all().delete()
    sign_in(client, paul)
    assert is_in(client)
    Authenticator.objects.create(user=paul, type="totp", data={"secret": "A" * 32})
    Authenticator.objects.create(user=paul, type="webauthn", data={"name": "Key"})
    return paul
