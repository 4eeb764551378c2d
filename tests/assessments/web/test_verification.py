"""The public page that says whether a report is genuine."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import Settings

from assessments import queue
from assessments.models import Assessment, Enterprise, Release, Report, User
from assessments.queries.verification import FileTrace
from assessments.reports.build import build_report
from assessments.services.reports import request_report
from assessments.web.views import verification
from assessments.wording.report import code_text
from tests.reports import SHORT

VERIFY = "/verify/"


@pytest.fixture
def report(alice: User, submitted: Assessment) -> Report:
    """Made by its job."""
    asked = request_report(by=alice, assessments=[submitted], language="en", options=SHORT)
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
    assert "Altered: not the file that was issued under this code" in altered.content.decode()
    assert code in altered.content.decode()

    other = send(b"%PDF-1.7 of somebody else %%EOF")
    assert other.status_code == 404
    assert "This file was not issued here" in other.content.decode()

    for page in (genuine, altered, other):
        assert name not in page.content.decode()
        assert report.sha256 not in page.content.decode()


def _traced(*pieces: bytes) -> FileTrace:
    trace = FileTrace()
    for piece in pieces:
        trace.read(piece)
    return trace


def _codes_in(*pieces: bytes) -> list[str]:
    return _traced(*pieces).codes


CODE = "0HJK-MNPQ-RSTV-9WZA"
AS_DIGITS = CODE.encode("utf-16").hex().encode()


@pytest.mark.parametrize(
    "written",
    [
        CODE.encode(),
        CODE.encode("utf-16-be"),
        CODE.encode("utf-16-le"),
        CODE.encode().hex().encode(),
        AS_DIGITS,
        AS_DIGITS.upper(),
    ],
    ids=["plain", "utf-16-be", "utf-16-le", "digits", "digits of utf-16", "large digits"],
)
def test_code_is_found_however_written_and_wherever_the_pieces_of_a_file_end(
    written: bytes,
) -> None:
    around = b"/Keywords (" + written + b") /Producer"
    for cut in range(len(around)):
        assert _codes_in(around[:cut], around[cut:]) == [CODE.replace("-", "")]
    assert _codes_in(*(bytes([each]) for each in around)) == [CODE.replace("-", "")]


@pytest.mark.parametrize(
    "text",
    [b"0HJK-MNPQ-RSTV", b"0HJKMNPQRSTV9WZA", b"0HJK-MNPQ-RSTV-9WZU", b"0hjk-mnpq-rstv-9wza"],
    ids=["short", "no hyphens", "U", "small letters"],
)
def test_what_only_resembles_a_code_is_none(text: bytes) -> None:
    assert _codes_in(text) == []


def test_file_full_of_codes_costs_no_more_than_one_with_a_few() -> None:
    many = b" ".join(b"%04d-0000-0000-0000" % number for number in range(2_000))
    assert len(_codes_in(many)) == 20


def _saved_again(content: bytes) -> bytes:
    """As another program does it that knows PDF: everything kept, all of it written anew."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.compress_identical_objects()
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_report_saved_again_by_another_program_is_recognised(
    report: Report, content: bytes, send: Callable[[bytes], HttpResponse]
) -> None:
    again = _saved_again(content)
    assert again != content
    page = send(again).content.decode()
    assert "Altered: not the file that was issued under this code" in page
    assert code_text(report.verification_code) in page


def test_printed_and_scanned_copy_is_not_recognised_and_says_to_type_the_code(
    content: bytes, send: Callable[[bytes], HttpResponse]
) -> None:
    printed = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_page(pypdf.PdfReader(io.BytesIO(content)).pages[-1])  # what is seen, no metadata
    writer.write(printed)
    page = send(printed.getvalue())
    assert page.status_code == 404
    assert "has to be checked by its code" in page.content.decode()


def test_withdrawn_figures_are_said_beside_genuine(
    report: Report, content: bytes, send: Callable[[bytes], HttpResponse]
) -> None:
    withdrawn = Release.objects.filter(pk=report.release_id)
    withdrawn.update(state=Release.State.WITHDRAWN, withdrawn_reason="Two columns were swapped.")
    page = send(content).content.decode()
    assert "Genuine: this is the file that was issued" in page
    assert "Two columns were swapped." in page


def test_report_of_an_erased_enterprise_is_none_of_ours(
    report: Report, content: bytes, send: Callable[[bytes], HttpResponse]
) -> None:
    Enterprise.objects.filter(pk=report.enterprise_id).update(erasure=report.job)
    for sent in (content, content + b" "):
        page = send(sent)
        assert page.status_code == 404
        assert code_text(report.verification_code) not in page.content.decode()
    by_code = Client().get(VERIFY, {"code": report.verification_code})
    assert by_code.status_code == 404


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
def test_large_body_is_thrown_away_before_anything_is_looked_for(
    send: Callable[[bytes], HttpResponse], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(FileTrace, "read", fail)
    page = send(b"0" * (verification.LARGEST + 200_000))
    assert page.status_code == 422
    assert "larger than 25 MB" in page.content.decode()


@pytest.mark.django_db
def test_file_is_written_nowhere(
    send: Callable[[bytes], HttpResponse], tmp_path: Path, settings: Settings
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "missing"  # writing there would fail
    assert send(b"0" * 5_000_000).status_code == 404


@pytest.mark.django_db
def test_form_of_another_site_is_refused() -> None:
    file = SimpleUploadedFile("a report.pdf", b"content", content_type="application/pdf")
    assert Client(enforce_csrf_checks=True).post(VERIFY, {"file": file}).status_code == 403


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
