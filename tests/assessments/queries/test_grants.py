"""Whom a client let in, and what is said of them."""

from assessments.access import fetch
from assessments.models import Enterprise, Grant, Membership, Organisation, User
from assessments.queries.grants import readings_of


def test_client_is_not_told_for_whom_else_a_consultant_works(
    dora: User, grant: Grant, enterprise: Enterprise
) -> None:
    other = Organisation.objects.create(name="Other Advisers", kind="consultancy")
    Membership.objects.create(user=dora, organisation=other, role="consultant")
    fetch(dora, "read", Enterprise, enterprise.pk)
    _page, [reading] = readings_of(enterprise, number="")
    assert reading.consultancies == ["Morimoto Consulting"]
