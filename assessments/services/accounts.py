"""One's own account: who one is, where one is signed in, and leaving."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from assessments.models import Event, Organisation, User
from assessments.queries.organisations import memberships_that_hold
from assessments.services.batch_archives import remove_archives_of
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault


def change_profile(*, user: User, name: str, language: str) -> None:
    """Set the name that others see, and the language of pages and mails."""
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])


def record_sign_in(*, user: User) -> None:
    """Note it in the log of every organisation that the person belongs to."""
    for membership in user.memberships.select_related("organisation"):
        record_event(
            kind=Event.Kind.SIGNED_IN, by=user, about=user, organisation=membership.organisation
        )


def end_sessions(*, user: User, but: str | None = None) -> int:
    """Sign the person out everywhere, except in the session of this key; returns how many."""
    others = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    for session in others:
        session.end()
    return len(others)


def reset_second_factor(*, user: User) -> int:
    """Remove every factor of somebody who lost them all, and end all sessions.

    The password stays; at the next sign-in whoever needs a second factor sets it up anew. Returns
    how many there were, recovery codes included.
    """
    with transaction.atomic():
        removed: int = Authenticator.objects.filter(user=user).delete()[0]
        end_sessions(user=user)
    return removed


def faults_of_leaving(user: User) -> list[Fault]:
    """`holds_organisation` for each that would be left alone with members or enterprises."""
    return [
        Fault("organisation", "holds_organisation", {"organisation": each.organisation.name})
        for each in memberships_that_hold(user)
    ]


@transaction.atomic
def delete_account(*, user: User) -> None:
    """Remove the person: name, address, memberships, factors, API tokens, sessions.

    What was done at work stays without a name; batches of reports and plans to make one again go.
    An organisation goes too if nobody else belongs to it and it has no enterprises.

    Raises Rejected: see `faults_of_leaving`.
    """
    own = Organisation.objects.filter(memberships__user=user)
    # Locked, so that two last owners who leave at the same moment do not each see the other.
    ids = [each.pk for each in own.select_for_update().order_by("pk")]
    if faults := faults_of_leaving(user):
        raise Rejected(faults)
    end_sessions(user=user)
    # First, so that the history of roles and grants is written when the name is taken out of it.
    user.memberships.all().delete()
    user.site_roles.all().delete()
    empty = Organisation.objects.filter(memberships=None, enterprises=None, prepared=None)
    empty.filter(pk__in=ids).delete()
    remove_archives_of(user)
    user.delete()
