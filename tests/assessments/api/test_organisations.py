"""Organisations and who in them is shown to whom."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from assessments.models import Enterprise, Membership, Organisation, User
from assessments.services.organisations import found_organisation

Conforms = Callable[[Any, str], None]
PLANT = {"name": "New", "economy": "CN", "sector": "C25", "size_band": "10-49"}


def address(organisation: Organisation) -> str:
    return f"/api/v1/organisations/{organisation.pk}/"


def test_list_names_ones_own_with_the_role(
    program: Callable[[User], APIClient],
    bob: User,
    charlie: User,
    client_organisation: Organisation,
    conforms: Conforms,
) -> None:
    [row] = program(bob).get("/api/v1/organisations/").json()["results"]
    conforms(row, "OrganisationOutput")
    assert row == {
        "id": str(client_organisation.pk),
        "name": "Lakeside",
        "kind": "client",
        "role": "editor",
    }


def test_one_lists_its_members_to_those_who_read_there(
    program: Callable[[User], APIClient],
    alice: User,
    carol: User,
    charlie: User,
    client_organisation: Organisation,
    conforms: Conforms,
) -> None:
    body = program(carol).get(address(client_organisation)).json()
    conforms(body, "OrganisationWithMembersOutput")
    assert [member["name"] for member in body["members"]] == ["Alice", "Carol"]
    assert program(charlie).get(address(client_organisation)).status_code == 404
    assert APIClient().get(address(client_organisation)).status_code == 401
    Membership.objects.filter(user=carol).update(role="respondent")
    Membership.objects.create(user=charlie, organisation=client_organisation, role="editor")
    body = program(carol).get(address(client_organisation)).json()
    assert [member["name"] for member in body["members"]] == ["Alice", "Carol"]


def test_with_several_organisations_the_program_says_where(
    api: APIClient, alice: User, charlie: User, client_organisation: Organisation
) -> None:
    second = found_organisation(by=alice, name="Second", kind="consultancy")
    refused = api.post("/api/v1/enterprises/", PLANT)
    assert refused.status_code == 400
    assert [fault["code"] for fault in refused.json()["faults"]] == ["organisation_missing"]
    made = api.post("/api/v1/enterprises/", PLANT | {"organisation": str(second.pk)})
    assert made.json()["prepared_by"] == str(second.pk)
    theirs = Organisation.objects.get(memberships__user=charlie)
    strange = api.post("/api/v1/enterprises/", PLANT | {"organisation": str(theirs.pk)})
    assert strange.status_code == 404
    assert not Enterprise.objects.filter(name="New", owner=theirs).exists()
