"""What consultants may say, where, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments.models import Assessment, Comment, Enterprise, Event, Grant, Organisation, User
from assessments.services.assessments import start_assessment
from assessments.services.comments import delete_comment, write_comment
from assessments.services.refusals import Rejected


@pytest.fixture
def commenting(grant: Grant) -> Grant:
    Grant.objects.update(may_comment=True)
    return grant


def test_comment_stands_in_the_consultancys_name_and_in_the_clients_log(
    dora: User, commenting: Grant, submitted: Assessment
) -> None:
    comment = write_comment(by=dora, assessment=submitted, item="VI", text=" Check the cards.\n")
    assert (comment.organisation, comment.author) == (commenting.consultancy, dora)
    assert comment.text == " Check the cards.\n"  # kept as typed
    event = Event.objects.get(kind=Event.Kind.COMMENTED)
    assert event.organisation == submitted.enterprise.owner
    assert (event.enterprise, event.details) == (submitted.enterprise.pk, {"item": "VI"})


def test_only_consultants_with_the_right_comment(
    alice: User, dora: User, grant: Grant, submitted: Assessment
) -> None:
    for person in (alice, dora):  # a grant to report alone is none to comment
        with pytest.raises(PermissionDenied):
            write_comment(by=person, assessment=submitted, item="", text="No")
    assert not Comment.objects.exists()


def test_grant_for_another_assessment_is_no_right_to_comment(
    alice: User, dora: User, commenting: Grant, submitted: Assessment
) -> None:
    other = start_assessment(by=alice, enterprise=submitted.enterprise, edition=submitted.edition)
    Grant.objects.update(assessment=other)
    with pytest.raises(PermissionDenied):
        write_comment(by=dora, assessment=submitted, item="", text="No")


def test_prepared_enterprise_is_commented_by_who_prepared_it(
    dora: User, submitted: Assessment
) -> None:
    consultancy = Organisation.objects.get(kind="consultancy")
    Enterprise.objects.update(owner=None, prepared_by=consultancy)
    assessment = Assessment.objects.get(pk=submitted.pk)
    comment = write_comment(by=dora, assessment=assessment, item="", text="As a whole")
    assert comment.organisation == consultancy


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("XX", "text", "item_unknown"),
        ("VI", " \n", "missing"),
        ("VI", "x" * 5001, "text_too_long"),
        ("VI", "x\x00", "text_not_storable"),
    ],
)
def test_refused_comments(
    dora: User, commenting: Grant, submitted: Assessment, item: str, text: str, code: str
) -> None:
    with pytest.raises(Rejected) as rejected:
        write_comment(by=dora, assessment=submitted, item=item, text=text)
    assert [fault.code for fault in rejected.value.faults] == [code]
    assert not Comment.objects.exists()


def test_one_takes_back_ones_own_while_one_may_comment(
    dora: User, alice: User, commenting: Grant, submitted: Assessment
) -> None:
    first = write_comment(by=dora, assessment=submitted, item="VI", text="One")
    second = write_comment(by=dora, assessment=submitted, item="VI", text="Two")
    with pytest.raises(PermissionDenied):
        delete_comment(by=alice, comment=first)
    delete_comment(by=dora, comment=first)
    taken_back = Event.objects.get(kind="comment_deleted")
    assert (taken_back.actor, taken_back.object_id) == (dora, submitted.pk)
    assert (taken_back.organisation, taken_back.details) == (
        submitted.enterprise.owner,
        {"item": "VI"},
    )
    Grant.objects.update(revoked_at=timezone.now())
    with pytest.raises(PermissionDenied):
        delete_comment(by=dora, comment=second)
    assert list(submitted.comments.all()) == [second]
