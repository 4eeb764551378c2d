"""How reports look: versions, what is refused, and who may use which."""

from typing import Any

import pytest

from assessments.models import (
    Assessment,
    Branding,
    Enterprise,
    Event,
    Grant,
    Membership,
    Organisation,
    Report,
    User,
)
from assessments.queries.branding import brandings_for, latest_branding, usual_branding
from assessments.reports.colours import READABLE, contrast
from assessments.reports.options import ReportOptions
from assessments.services.branding import reset_branding, save_branding
from assessments.services.refusals import Rejected
from assessments.services.reports import request_report
from assessments.wording import fault_text
from tests.assessments.services.logos import SVG, png

LOOK: dict[str, Any] = {
    "name": "Lakeside Advisers",
    "contact": "1 Lake Road\r\nwww.example.org ",
    "colour": "#14507A",
    "preface": "We looked at both halls.",
}


def save(by: User, firm: Organisation, logo: bytes | None = None, **changes: Any) -> Branding:
    return save_branding(by=by, organisation=firm, logo=logo, **LOOK | changes)


def faults(by: User, organisation: Organisation, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(Rejected) as refused:
        save(by, organisation, **changes)
    assert not Branding.objects.exists()
    return [(fault.path, fault.code) for fault in refused.value.faults]


def test_branding_is_kept_as_it_is_printed(alice: User, client_organisation: Organisation) -> None:
    saved = save(alice, client_organisation, SVG)
    saved.refresh_from_db()
    assert (saved.name, saved.contact) == ("Lakeside Advisers", "1 Lake Road\nwww.example.org")
    assert (saved.colour, saved.preface) == ("#14507a", "We looked at both halls.")
    assert (saved.logo_type, bytes(saved.logo)[:5]) == ("image/svg+xml", b"<svg ")
    assert latest_branding(client_organisation) == saved


@pytest.mark.storage
def test_saving_makes_a_version_only_if_something_changed(
    alice: User, client_organisation: Organisation
) -> None:
    first = save(alice, client_organisation, SVG)
    assert save(alice, client_organisation) == first
    assert save(alice, client_organisation, SVG) == first
    second = save(alice, client_organisation, preface="Another.")
    assert second != first
    assert bytes(second.logo) == bytes(first.logo)
    third = save(alice, client_organisation, png())
    assert third.logo_type == "image/png"
    fourth = save(alice, client_organisation, b"")
    assert (bytes(fourth.logo), fourth.logo_type) == (b"", "")
    assert latest_branding(client_organisation) == fourth
    changed = Event.objects.filter(kind=Event.Kind.BRANDING_CHANGED, actor=alice)
    assert [event.organisation_id for event in changed] == [client_organisation.pk] * 4


def test_reset_leads_back_to_the_plain_look(alice: User, client_organisation: Organisation) -> None:
    reset_branding(by=alice, organisation=client_organisation)
    assert not Branding.objects.exists()
    before = save(alice, client_organisation, SVG)
    reset_branding(by=alice, organisation=client_organisation)
    reset_branding(by=alice, organisation=client_organisation)
    assert latest_branding(client_organisation) is None
    assert Branding.objects.count() == 2
    assert bytes(Branding.objects.get(pk=before.pk).logo)  # reports keep what they were asked with
    again = save(alice, client_organisation)
    assert (again.logo_type, latest_branding(client_organisation)) == ("", again)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": " "}, ("name", "missing")),
        ({"name": "x" * 201}, ("name", "text_too_long")),
        ({"name": "Two\nlines"}, ("name", "text_not_storable")),
        ({"name": "Firm 🏭"}, ("name", "glyph_missing")),
        ({"contact": "x" * 301}, ("contact", "text_too_long")),
        ({"contact": "1\n2\n3\n4\n5\n6\n7"}, ("contact", "too_many_lines")),
        ({"contact": "a\0b"}, ("contact", "text_not_storable")),
        ({"contact": "☎️📞"}, ("contact", "glyph_missing")),
        ({"preface": "x" * 100_001}, ("preface", "text_too_long")),
        ({"colour": "blue"}, ("colour", "colour_malformed")),
        ({"colour": "#12345"}, ("colour", "colour_malformed")),
        ({"colour": "#１２３４５６"}, ("colour", "colour_malformed")),
        ({"colour": "#14507a;}"}, ("colour", "colour_malformed")),
        ({"colour": "#ffcc00"}, ("colour", "colour_too_pale")),
        ({"logo": b"GIF89a"}, ("logo", "logo_type_other")),
    ],
)
def test_what_cannot_be_printed_is_refused(
    alice: User, client_organisation: Organisation, changes: Any, expected: tuple[str, str]
) -> None:
    assert expected in faults(alice, client_organisation, **changes)


def test_everything_wrong_is_said_at_once(alice: User, client_organisation: Organisation) -> None:
    found = faults(alice, client_organisation, name="", contact="a\0", colour="#fff")
    assert [path for path, _code in found] == ["name", "contact", "colour"]


def test_pale_colour_is_told_its_contrast_and_a_darker_one(
    alice: User, client_organisation: Organisation
) -> None:
    with pytest.raises(Rejected) as refused:
        save(alice, client_organisation, colour="#e07b00")
    (fault,) = refused.value.faults
    assert fault.params["ratio"] == "2.99"
    assert contrast(fault.params["suggestion"]) >= READABLE
    assert fault.params["suggestion"] in fault_text(fault)
    assert save(alice, client_organisation, colour=fault.params["suggestion"])


@pytest.fixture
def consultancy(dora: User) -> Organisation:
    return Organisation.objects.get(kind="consultancy")


def test_brandings_offered_are_those_of_the_organisations_asked_through(
    submitted: Assessment,
    grant: Grant,
    dora: User,
    alice: User,
    carol: User,
    client_organisation: Organisation,
    consultancy: Organisation,
) -> None:
    plant = submitted.enterprise
    own = save(alice, client_organisation, SVG)
    firm = save(dora, consultancy, name="Morimoto")
    assert brandings_for(dora, plant, [submitted]) == [firm]
    assert brandings_for(alice, plant, [submitted]) == [own]
    assert brandings_for(carol, plant, [submitted]) == []  # who only looks makes none
    Membership.objects.create(user=dora, organisation=client_organisation, role="editor")
    assert brandings_for(dora, plant) == [own, firm]
    assert usual_branding(dora, [submitted]) == own
    reset_branding(by=alice, organisation=client_organisation)
    assert brandings_for(dora, plant) == [firm]


def test_branding_needs_a_grant_for_all_that_is_in_the_report(
    submitted: Assessment, grant: Grant, dora: User, consultancy: Organisation, begin: Any
) -> None:
    firm = save(dora, consultancy)
    other = begin("dx")
    grant.assessment = submitted
    grant.save()
    assert brandings_for(dora, submitted.enterprise) == [firm]
    assert brandings_for(dora, submitted.enterprise, [submitted]) == [firm]
    assert brandings_for(dora, submitted.enterprise, [submitted, other]) == []
    grant.may_report = False
    grant.save()
    assert brandings_for(dora, submitted.enterprise) == []


def test_preparing_consultancy_lends_its_look(
    submitted: Assessment, dora: User, consultancy: Organisation
) -> None:
    firm = save(dora, consultancy)
    Enterprise.objects.update(owner=None, prepared_by=consultancy)
    fresh = Assessment.objects.get(pk=submitted.pk)
    assert usual_branding(dora, [fresh]) == firm
    assert request_report(by=dora, assessments=[fresh], language="en", branding=firm)


def test_branding_of_somebody_else_is_refused(
    submitted: Assessment, alice: User, dora: User, consultancy: Organisation, grant: Grant
) -> None:
    firm = save(dora, consultancy)
    with pytest.raises(Rejected) as refused:
        request_report(by=alice, assessments=[submitted], language="en", branding=firm)
    assert [(f.path, f.code) for f in refused.value.faults] == [
        ("in_name_of", "branding_not_offered")
    ]
    assert not Report.objects.exists()


def test_another_version_of_the_look_is_another_report(
    submitted: Assessment, alice: User, client_organisation: Organisation
) -> None:
    def ask() -> Report:
        look = latest_branding(client_organisation)
        return request_report(by=alice, assessments=[submitted], language="en", branding=look)

    plain, first = ask(), save(alice, client_organisation)
    branded = ask()
    assert ask() == branded != plain
    assert branded.branding == first
    save(alice, client_organisation, colour="")
    assert ask() not in (plain, branded)


def test_preface_that_cannot_be_printed_is_refused_when_asked_for(
    submitted: Assessment, alice: User
) -> None:
    with pytest.raises(Rejected) as refused:
        request_report(
            by=alice,
            assessments=[submitted],
            language="en",
            options=ReportOptions(preface="Well done 🎉"),
        )
    assert [(f.path, f.code) for f in refused.value.faults] == [("preface", "glyph_missing")]


def test_look_goes_with_its_organisation_and_stays_without_who_saved_it(
    dora: User, consultancy: Organisation
) -> None:
    save(dora, consultancy)
    dora.delete()
    assert Branding.objects.get().saved_by is None
    consultancy.delete()
    assert not Branding.objects.exists()
