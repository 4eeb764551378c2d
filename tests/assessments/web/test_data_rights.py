"""The page on which an enterprise's data are taken along or erased."""

import io
import re
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from assessments import queue
from assessments.models import (
    Assessment,
    Edition,
    Enterprise,
    EnterpriseExport,
    Event,
    Grant,
    Membership,
    Organisation,
    User,
)
from assessments.services.erasure import erase
from assessments.services.exports import build_export

NAME = "Lakeside Precision Parts"
HTMX = {"HX-Request": "true"}


def data_url(enterprise: Enterprise) -> str:
    return reverse("enterprise_data", args=[enterprise.pk])


def test_owner_asks_for_the_export_watches_it_and_takes_it(
    client: Client, alice: User, submitted: Assessment
) -> None:
    enterprise = submitted.enterprise
    client.force_login(alice)
    page = client.get(data_url(enterprise)).content.decode()
    assert "Make the export" in page
    assert "<progress" not in page
    asked = client.post(reverse("export_request", args=[enterprise.pk]))
    assert asked.url == data_url(enterprise)
    page = client.get(data_url(enterprise)).content.decode()
    assert f'hx-get="{data_url(enterprise)}" hx-trigger="every 1s"' in page
    assert "<noscript>" in page
    assert "Make" not in page, "one at a time"
    assert client.get(data_url(enterprise), headers=HTMX).status_code == 200
    assert queue.work_one({"export": build_export})
    part = client.get(data_url(enterprise), headers=HTMX)
    assert part.status_code == 286
    assert b"<h1" not in part.content
    export = EnterpriseExport.objects.get()
    assert reverse("export_file", args=[export.pk]) in part.content.decode()
    page = client.get(data_url(enterprise)).content.decode()
    assert "Make a new export" in page
    assert export.sha256 in page
    file = client.get(reverse("export_file", args=[export.pk]))
    assert re.fullmatch(
        r'attachment; filename="Lakeside_Precision_Parts_\d{4}-\d\d-\d\d\.zip"',
        file["Content-Disposition"],
    )
    assert file["Cache-Control"] == "private, no-store"
    with ZipFile(io.BytesIO(b"".join(file))) as archive:
        assert "enterprise.json" in archive.namelist()
    assert Event.objects.filter(kind="export_downloaded", actor=alice).count() == 1


def test_file_that_is_not_there_is_not_found(
    client: Client, alice: User, enterprise: Enterprise
) -> None:
    client.force_login(alice)
    client.post(reverse("export_request", args=[enterprise.pk]))
    export = EnterpriseExport.objects.get()
    assert client.get(reverse("export_file", args=[export.pk])).status_code == 404
    assert not Event.objects.filter(kind="export_downloaded").exists()


def test_failed_export_says_why_and_can_be_asked_for_again(
    client: Client, alice: User, enterprise: Enterprise
) -> None:
    client.force_login(alice)
    client.post(reverse("export_request", args=[enterprise.pk]))
    export = EnterpriseExport.objects.get()
    export.job.state, export.job.error = "failed", {"code": "gave_up", "params": {"attempts": 5}}
    export.job.save()
    page = client.get(data_url(enterprise)).content.decode()
    assert "The export could not be made in 5 attempts." in page
    assert "Make the export" in page


@pytest.mark.parametrize(
    ("person", "status"),
    [("bob", 403), ("carol", 403), ("dora", 403), ("charlie", 404), ("administrator", 404)],
)
def test_only_those_who_manage_the_enterprise_have_the_page(
    client: Client,
    alice: User,
    enterprise: Enterprise,
    grant: Grant,
    person: str,
    status: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(alice)
    client.post(reverse("export_request", args=[enterprise.pk]))
    queue.work_one({"export": build_export})
    export = EnterpriseExport.objects.get()
    client.force_login(request.getfixturevalue(person))
    assert client.get(data_url(enterprise)).status_code == status
    assert client.post(reverse("export_request", args=[enterprise.pk])).status_code == status
    assert client.post(reverse("erase", args=[enterprise.pk]), {"name": NAME}).status_code == status
    assert client.get(reverse("export_file", args=[export.pk])).status_code == 404
    enterprise.refresh_from_db()
    assert enterprise.erasure is None
    assert EnterpriseExport.objects.count() == 1


def test_lead_has_the_page_of_what_the_consultancy_prepares(
    client: Client, dora: User, shipped: None
) -> None:
    prepared = Enterprise.objects.create(
        name="Prepared",
        economy="JP",
        sector="C25",
        size_band="1-9",
        prepared_by=Organisation.objects.get(kind="consultancy"),
    )
    client.force_login(dora)
    assert client.get(data_url(prepared)).status_code == 403
    Membership.objects.filter(user=dora).update(role="lead")
    assert client.get(data_url(prepared)).status_code == 200
    client.post(reverse("erase", args=[prepared.pk]), {"name": "Prepared"})
    assert queue.work_one({"erasure": erase})
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(("typed", "said"), [("", "required"), ("Lakeside", "not the exact name")])
def test_another_name_erases_nothing(
    client: Client, alice: User, enterprise: Enterprise, typed: str, said: str
) -> None:
    client.force_login(alice)
    page = client.post(reverse("erase", args=[enterprise.pk]), {"name": typed})
    assert page.status_code == 422
    text = page.content.decode()
    assert 'class="errors"' in text
    assert "<title>Error:" in text
    assert said in text
    enterprise.refresh_from_db()
    assert enterprise.erasure is None


def test_exact_name_erases_and_leads_back(
    client: Client, alice: User, submitted: Assessment, siri: Edition
) -> None:
    client.force_login(alice)
    enterprise = submitted.enterprise
    page = client.post(reverse("erase", args=[enterprise.pk]), {"name": NAME}, follow=True)
    text = page.content.decode()
    assert page.redirect_chain == [(reverse("my_work"), 302)]
    assert f"“{NAME}” is erased; nobody sees it any more." in text
    assert text.count(NAME) == 1
    assert client.get(data_url(enterprise)).status_code == 404
