"""Creating enterprises and the organisations that own them."""

import pytest
from django.core.exceptions import PermissionDenied

from assessments.models import Enterprise, Membership, Organisation, User
from assessments.services.enterprises import choose_economies, create_enterprise
from assessments.services.organisations import found_organisation
from assessments.services.refusals import Rejected

PROFILE = {"economy": "JP", "sector": "C28", "size_band": "10-49"}


def test_first_enterprise_founds_an_organisation_owned_by_its_creator(alice: User) -> None:
    enterprise = create_enterprise(by=alice, name="㈱髙橋製作所", **PROFILE)
    assert enterprise.name == "㈱髙橋製作所"
    membership = Membership.objects.get(user=alice)
    assert (membership.organisation, membership.role) == (enterprise.owner, "owner")
    create_enterprise(by=alice, name="Second", **PROFILE)
    assert Organisation.objects.count() == 1


def test_enterprise_of_a_consultancy_is_prepared_not_owned(dora: User) -> None:
    enterprise = create_enterprise(by=dora, name="Client to be", **PROFILE)
    assert enterprise.owner is None
    assert enterprise.prepared_by == Organisation.objects.get(kind="consultancy")


def test_viewer_may_not_add_enterprises(carol: User) -> None:
    with pytest.raises(PermissionDenied):
        create_enterprise(by=carol, name="Mine", **PROFILE)
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"name": " "}, "name", "missing"),
        ({"economy": "XX"}, "economy", "not_in_list"),
        ({"economy": "EU"}, "economy", "not_in_list"),
        ({"sector": "C"}, "sector", "not_in_list"),
        ({"size_band": "300"}, "size_band", "not_in_list"),
    ],
)
def test_wrong_profile_is_rejected_and_nothing_is_written(
    alice: User, change: dict[str, str], path: str, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        create_enterprise(by=alice, **{"name": "Plant", **PROFILE, **change})
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [(path, code)]
    assert (Enterprise.objects.count(), Organisation.objects.count()) == (0, 0)


def test_choice_of_economies_is_kept_in_one_order_each_once(enterprise: Enterprise) -> None:
    choose_economies(enterprise=enterprise, economies=["US", "NO", "EU", "US"])
    first = Enterprise.objects.get().compared_with
    choose_economies(enterprise=enterprise, economies=["EU", "US", "NO"])
    assert Enterprise.objects.get().compared_with == first == ["EU", "NO", "US"]
    choose_economies(enterprise=enterprise, economies=[])
    assert Enterprise.objects.get().compared_with == []


@pytest.mark.parametrize(
    ("chosen", "code", "params"),
    [
        (["US", "XX"], "not_in_list", {"value": "XX"}),
        (["WORLD"], "not_in_list", {"value": "WORLD"}),  # always shown, never chosen
        (
            ["US", "DE", "FR", "GB", "JP", "KR"],
            "too_many_economies",
            {"limit": 5, "count": 6},
        ),
    ],
)
def test_wrong_choice_of_economies_changes_nothing(
    enterprise: Enterprise, chosen: list[str], code: str, params: dict[str, object]
) -> None:
    choose_economies(enterprise=enterprise, economies=["SG"])
    with pytest.raises(Rejected) as refused:
        choose_economies(enterprise=enterprise, economies=chosen)
    assert [(f.path, f.code, f.params) for f in refused.value.faults] == [
        ("economies", code, params)
    ]
    assert Enterprise.objects.get().compared_with == ["SG"]


def test_with_several_organisations_the_person_says_where(alice: User) -> None:
    first, second = (found_organisation(by=alice, name=name, kind="client") for name in "AB")
    with pytest.raises(Rejected) as refused:
        create_enterprise(by=alice, name="Plant", **PROFILE)
    assert [fault.code for fault in refused.value.faults] == ["organisation_missing"]
    for place in (first, second):
        created = create_enterprise(by=alice, name="Plant", organisation=place, **PROFILE)
        assert created.owner == place


def test_enterprise_cannot_be_added_to_somebody_elses_organisation(
    carol: User, client_organisation: Organisation, charlie: User
) -> None:
    found_organisation(by=carol, name="Own", kind="client")
    theirs = Organisation.objects.get(memberships__user=charlie)
    for place in (theirs, client_organisation):  # a stranger's, and where she only looks
        with pytest.raises(PermissionDenied):
            create_enterprise(by=carol, name="Plant", organisation=place, **PROFILE)
