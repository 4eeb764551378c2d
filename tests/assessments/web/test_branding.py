"""The page on which an organisation says how its reports look."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.models import Branding, Membership, Organisation, User
from assessments.queries.branding import latest_branding
from assessments.services.branding import save_branding
from tests.assessments.services.logos import SVG, png, svg


@pytest.fixture
def page(client_organisation: Organisation) -> str:
    return reverse("branding", args=[client_organisation.pk])


def form(**changes: Any) -> dict[str, Any]:
    usual = {"name": "Lakeside Advisers", "contact": "1 Lake Road", "colour": "#14507a"}
    return usual | {"preface": "Dear reader"} | changes


def file(content: bytes, name: str = "logo") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_look_is_saved_and_shown(
    client: Client, alice: User, page: str, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    assert 'value="Lakeside"' in client.get(page).content.decode()  # offered, not yet saved
    answer = client.post(page, form(logo=file(SVG, "logo.png")))
    assert (answer.status_code, answer.url) == (302, page)
    saved = latest_branding(client_organisation)
    assert saved
    assert (saved.name, saved.logo_type) == ("Lakeside Advisers", "image/svg+xml")
    text = client.get(page).content.decode()
    assert f"{reverse('branding_logo', args=[client_organisation.pk])}?{saved.pk}" in text
    assert 'fill="#14507a"' in text
    assert "Take the logo away" in text


def test_logo_stays_until_another_comes_or_it_is_taken_away(
    client: Client, alice: User, page: str, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    for sent, kind in (
        ({"logo": file(SVG)}, "image/svg+xml"),
        ({"preface": "Another"}, "image/svg+xml"),
        ({"logo": file(png()), "no_logo": "on"}, "image/png"),
        ({"no_logo": "on"}, ""),
    ):
        assert client.post(page, form(**sent)).status_code == 302
        found = latest_branding(client_organisation)
        assert found
        assert found.logo_type == kind


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"logo": file(svg("<script/>"))}, "id_logo_error", "contains “script”"),
        ({"logo": file(b"")}, "id_logo_error", "empty"),
        ({"logo": file(b"GIF89a")}, "id_logo_error", "This is a GIF file."),
        ({"colour": "#ffcc00"}, "id_colour_error", "has a contrast of 1.51 : 1"),
        ({"colour": "<b>"}, "id_colour_error", "“&lt;b&gt;” is not a colour"),
        ({"name": ""}, "id_name_error", "required"),
        ({"contact": "🏭"}, "id_contact_error", "no font for"),
    ],
)
def test_what_is_refused_is_said_beside_its_field(
    client: Client, alice: User, page: str, sent: Any, field: str, said: str
) -> None:
    client.force_login(alice)
    answer = client.post(page, form(**sent))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text.partition(f'id="{field}"')[2].partition("</p>")[0]
    assert "Dear reader" in text
    assert not Branding.objects.exists()


def test_logo_is_served_as_a_picture_and_as_nothing_else(
    client: Client, alice: User, client_organisation: Organisation
) -> None:
    address = reverse("branding_logo", args=[client_organisation.pk])
    client.force_login(alice)
    assert client.get(address).status_code == 404
    for content, kind in ((SVG, "image/svg+xml"), (png(), "image/png")):
        save_branding(
            by=alice,
            organisation=client_organisation,
            name="A",
            contact="",
            colour="",
            logo=content,
            preface="",
        )
        answer = client.get(address)
        assert answer["Content-Type"] == kind
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer["Cache-Control"]


def test_consultant_sees_the_look_and_cannot_change_it(client: Client, dora: User) -> None:
    consultancy = Organisation.objects.get(kind="consultancy")
    page = reverse("branding", args=[consultancy.pk])
    look: Any = {"name": "Firm", "contact": "", "colour": "", "logo": SVG, "preface": "P."}
    save_branding(by=dora, organisation=consultancy, **look)
    client.force_login(dora)
    text = client.get(page).content.decode()
    assert "Firm" in text
    assert '<form method="post" enctype' not in text
    assert "Those who manage the organisation can change this." in text
    assert client.post(page, form()).status_code == 403
    assert client.post(reverse("branding_reset", args=[consultancy.pk])).status_code == 403
    about = client.get(reverse("organisation", args=[consultancy.pk])).content.decode()
    assert f'href="{page}"' in about
    Membership.objects.update(role="lead")
    assert client.post(page, form()).status_code == 302


def test_look_is_no_business_of_others(
    client: Client, carol: User, charlie: User, page: str
) -> None:
    client.force_login(carol)  # only looks
    assert client.get(page).status_code == 403
    client.force_login(charlie)
    assert client.get(page).status_code == 404


def test_reset_leads_back_to_the_plain_look(
    client: Client, alice: User, page: str, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    client.post(page, form(logo=file(SVG)))
    answer = client.post(reverse("branding_reset", args=[client_organisation.pk]))
    assert (answer.status_code, answer.url) == (302, page)
    assert latest_branding(client_organisation) is None
    text = client.get(page).content.decode()
    assert "Reports have the plain look" in text
    assert 'value="Lakeside"' in text
