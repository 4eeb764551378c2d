"""The public page that says whether a report is genuine."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from assessments import queue
from assessments.models import Assessment, Report, User
from assessments.queries.verification import verify_file
from assessments.reports.build import build_report
from assessments.services.reports import request_report
from assessments.web.views import verification
from assessments.wording.report import code_text

VERIFY = "/verify/"


@pytest.fixture
def report(alice: User, submitted: Assessment) -> Report:
    """Made by its job, of an economy about which little was published: fewer pages."""
    submitted.profile["economy"] = "SG"
    submitted.save(update_fields=["profile"])
    asked = request_report(by=alice, assessments=[submitted], language="en")
    assert queue.work_one({"report": build_report})
    return Report.objects.get(pk=asked.pk)


@pytest.fixture
def content(report: Report) -> bytes:
    return (settings.MEDIA_ROOT / report.file).read_bytes()


@pytest.fixture
def send() -> Callable[[bytes], HttpResponse]:
    """send(content): the file as a stranger uploads it; a cleared count of attempts each time."""

    def post(content: bytes) -> HttpResponse:
        file = SimpleUploadedFile("a report.pdf", content, content_type="application/pdf")
        return Client(headers={"accept-language": "en"}).post(VERIFY, {"file": file})

    return post


def test_file_is_genuine_altered_or_not_ours(
    report: Report, content: bytes, send: Callable[[bytes], HttpResponse]
) -> None:
    code, name = code_text(report.verification_code), report.enterprise.name
    genuine = send(content)
    assert genuine.status_code == 200
    for said in ("Genuine: this is the file that was issued", code, f"<dd>{report.pages}</dd>"):
        assert said in genuine.content.decode()

    altered = send(content[:-40] + b" " + content[-40:])
    assert altered.status_code == 200
    assert "Altered: this is not the file" in altered.content.decode()
    assert code in altered.content.decode()

    other = send(b"%PDF-1.7 of somebody else %%EOF")
    assert other.status_code == 404
    assert "This file was not issued here" in other.content.decode()

    for page in (genuine, altered, other):
        assert name not in page.content.decode()
        assert report.sha256 not in page.content.decode()


def test_code_is_found_wherever_the_pieces_of_a_file_end(report: Report, content: bytes) -> None:
    changed = content + b"\n"
    at = changed.index(code_text(report.verification_code).encode())
    for cut in range(at - 2, at + 22):
        found = verify_file([changed[:cut], changed[cut:]])
        assert found is not None
        assert (found.verdict, found.code) == ("altered", report.verification_code)


def test_code_alone_proves_only_that_it_was_issued(report: Report) -> None:
    page = Client(headers={"accept-language": "en"}).get(VERIFY, {"code": report.verification_code})
    assert "This code belongs to a report made here" in page.content.decode()
    assert "A code alone does not show" in page.content.decode()


def test_correction_of_a_result_is_said_with_its_report(
    report: Report, submitted: Assessment, content: bytes, send: Callable[[bytes], HttpResponse]
) -> None:
    corrected = "The result in it was corrected by a later one."
    assert corrected not in send(content).content.decode()
    later = Assessment.objects.create(
        enterprise=submitted.enterprise, edition=submitted.edition, corrects=submitted
    )
    assert corrected not in send(content).content.decode(), "a draft corrects nothing yet"
    Assessment.objects.filter(pk=later.pk).update(
        state=Assessment.State.SUBMITTED, submitted_at=report.requested_at, submitted_by=None
    )
    assert corrected in send(content).content.decode()


@pytest.mark.django_db
def test_missing_and_large_files_are_refused_in_words(
    send: Callable[[bytes], HttpResponse], monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in (Client().post(VERIFY), send(b"")):
        assert page.status_code == 422
        assert "Choose the PDF file of the report." in page.content.decode()
    monkeypatch.setattr(verification, "LARGEST", 10)
    page = send(b"eleven byte")
    assert page.status_code == 422
    assert "larger than 25 MB" in page.content.decode()


@pytest.mark.django_db
def test_one_address_may_not_try_files_without_end(send: Callable[[bytes], HttpResponse]) -> None:
    answers = [send(b"x").status_code for _ in range(verification.A_MINUTE + 2)]
    assert answers[0] == 404
    assert 429 in answers


def test_qr_code_on_the_last_page_leads_to_this_page(
    report: Report, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "report.pdf").write_bytes(content)
    last = str(report.pages)
    options = ["-r", "110", "-gray", "-png", "-f", last, "-l", last]
    subprocess.run(
        ["pdftoppm", *options, str(tmp_path / "report.pdf"), str(tmp_path / "last")], check=True
    )
    (picture,) = tmp_path.glob("last-*.png")
    found = [each.text for each in zxingcpp.read_barcodes(Image.open(picture))]
    code = code_text(report.verification_code)
    assert found == [f"{settings.PUBLIC_URL}{reverse('verify')}?code={code}"]
