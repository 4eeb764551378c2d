"""From a file to a draft through the pages, and back out as a file."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_htmx.http import HTMX_STOP_POLLING
from openpyxl import load_workbook

from assessments import queue
from assessments.models import Figure, Release, ReleaseImport, User
from assessments.services.importing import run_import
from maturity.benchmarks.reading import ALL_COLUMNS
from tests.assessments.services.tables import (
    HEAD_FILE,
    csv_of,
    exported,
    rows_of,
    stored_files,
    tiny,
)
from tests.maturity.benchmarks.releases import row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_shipped")]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(client: Client, edith: User) -> Client:
    client.force_login(edith)
    return client


@pytest.fixture
def national(shipped: None) -> Release:
    return Release.objects.get(key="caii-2022-11")


def upload(desk: Client, content: bytes, **given: Any) -> Any:
    head = given.pop("head", HEAD_FILE)
    files = {"file": SimpleUploadedFile(given.pop("name", "figures.csv"), content)}
    if head:
        files["head"] = SimpleUploadedFile("head.yaml", head)
    return desk.post(reverse("import_new"), given | files)


def download(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def mapping_of(found: ReleaseImport) -> dict[str, str]:
    return {column: found.mapping.get(column, "") for column in ALL_COLUMNS}


def start(desk: Client, found: ReleaseImport, **changes: str) -> Any:
    return desk.post(reverse("import_start", args=[found.pk]), mapping_of(found) | changes)


def work() -> None:
    assert queue.work_one({"import": run_import})


def test_from_a_file_to_a_draft(desk: Client, national: Release) -> None:
    rows = rows_of(national)
    rows[0]["value"] = "17"
    assert "Import a release" in desk.get(reverse("releases")).content.decode()
    page = desk.get(reverse("import_new")).content.decode()
    assert '<option value="caii-2022-11" selected>' in page
    assert re.search(r'name="dry_run"[^>]* checked', page)

    answer = upload(
        desk, csv_of(rows), head=None, key="caii-2023-11", supersedes=national.key, dry_run="on"
    )
    [found] = ReleaseImport.objects.all()
    address = reverse("import", args=[found.pk])
    assert answer.url == address
    page = desk.get(address).content.decode()
    assert "已建成的制造业创新中心数量（美国制造计划）" in page
    assert '<option value="label_ja" selected>label_ja</option>' in page
    assert '<option value="UTF-8" selected>' in page

    assert start(desk, found).url == address
    waiting = desk.get(address).content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    assert f'<noscript><p><a href="{address}">' in waiting
    work()
    part = desk.get(address, headers={"HX-Request": "true"})
    assert part.status_code == HTMX_STOP_POLLING
    assert "<html" not in part.content.decode()
    page = desk.get(address).content.decode()
    assert "Nothing was written yet" in page
    assert "<del>16</del>" in page
    assert "<ins>17</ins>" in page
    assert not Release.objects.filter(key="caii-2023-11").exists()

    page = desk.get(reverse("import_new")).content.decode()
    assert f'<a href="{address}">figures.csv</a>' in page
    assert "Checked" in page
    desk.post(reverse("import_start", args=[found.pk]))
    work()
    page = desk.get(address).content.decode()
    assert reverse("release", args=["caii-2023-11"]) in page
    assert rows_of(Release.objects.get(key="caii-2023-11")) == rows
    assert desk.get(reverse("release", args=["caii-2023-11"])).status_code == 200


def test_faults_are_listed_with_row_column_and_sentence(
    desk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    rows = [row(key="a"), row(key="b", value="four", unit="yards")]
    upload(desk, csv_of(rows).replace(b",value,", b",Wert,", 1))
    [found] = ReleaseImport.objects.all()
    start(desk, found, value="Wert")
    with django_capture_on_commit_callbacks(execute=True):
        work()
    page = desk.get(reverse("import", args=[found.pk])).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "2 faults in figures.csv; nothing was stored." in text
    assert "3 value (Wert) “four” is not a number. Write it like 1200 or 12.5." in text
    assert "3 unit “yards” is not one of the units known here." in text
    assert not Release.objects.exists()
    assert stored_files() == []


def test_refused_file_is_a_page_of_its_own_and_leaves_nothing(desk: Client) -> None:
    answer = upload(desk, "Größe,Übung\nä,ö\n".encode("latin-1"))
    assert answer.status_code == 422
    assert "seems to be written in Latin-1" in answer.content.decode()
    assert not ReleaseImport.objects.exists()
    assert stored_files() == []


def test_fault_of_a_head_file_names_its_path(desk: Client) -> None:
    answer = upload(desk, tiny(1), head=HEAD_FILE.replace(b"themes", b"topics"))
    assert answer.status_code == 422
    assert "head.themes" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"key": "caii-2022-11"}, "There is a release “caii-2022-11” already"),
        ({"head": None}, "choose the release that this one supersedes"),
        ({"key": "a b"}, "does not have the form it needs"),
        ({"content": b""}, "The submitted file is empty"),
    ],
)
def test_field_that_is_wrong_is_marked_in_the_form(
    desk: Client, national: Release, given: dict[str, Any], said: str
) -> None:
    answer = upload(desk, given.pop("content", tiny(1)), **given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errors"' in page
    assert said in page
    assert "<title>Error:" in page
    assert not ReleaseImport.objects.exists()


class Zeros(io.RawIOBase):
    """A body of so many bytes that exists nowhere."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        taken = min(self.left, size if size >= 0 else self.left)
        self.left -= taken
        return bytes(taken)


def test_body_of_200_megabytes_is_refused_without_being_stored(desk: Client) -> None:
    body = Zeros(200_000_000)
    environment: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": "200000000"}
    answer = desk.generic(
        "POST", reverse("import_new"), b"x", "multipart/form-data; boundary=x", **environment
    )
    assert answer.status_code == 422
    assert "The file has 200 MB; at most 100 MB are read." in answer.content.decode()
    assert body.left == 0, "a browser reads the answer only after it has sent everything"
    assert stored_files() == []
    assert not ReleaseImport.objects.exists()


def test_size_that_is_no_number_is_unknown(desk: Client) -> None:
    answer = desk.generic("POST", reverse("import_new"), b"", "text/plain", CONTENT_LENGTH="many")
    assert answer.status_code == 422
    assert "Table of figures" in answer.content.decode()


def test_release_of_another_kind_is_marked_in_the_form(desk: Client, national: Release) -> None:
    answer = upload(desk, tiny(1), key="next", supersedes="dx-2019-2024")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A release can supersede only one of its kind" in page
    assert 'href="#id_supersedes"' in page


def test_upload_needs_its_token_although_the_size_is_looked_at_first(edith: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(edith)
    assert upload(strict, tiny(1)).status_code == 403
    assert not ReleaseImport.objects.exists()


def test_mapping_is_asked_for_again_with_what_is_wrong(desk: Client) -> None:
    upload(desk, tiny(1))
    [found] = ReleaseImport.objects.all()
    answer = start(desk, found, unit="value", key="")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert 'href="#id_key"' in page
    answer = start(desk, found, unit="value")
    assert "The column “value” is chosen twice." in answer.content.decode()
    assert ReleaseImport.objects.get(pk=found.pk).job is None


def test_another_encoding_shows_the_texts_anew(desk: Client) -> None:
    content = csv_of([row(label_zh_hans="中国工厂", label_ja="日本")]).decode().encode("gb18030")
    upload(desk, content, encoding="GB18030")
    [found] = ReleaseImport.objects.all()
    address = reverse("import", args=[found.pk])
    assert "中国工厂" in desk.get(address).content.decode()
    refused = desk.post(reverse("import_encoding", args=[found.pk]), {"encoding": "UTF-8"})
    assert (refused.status_code, "is not UTF-8" in refused.content.decode()) == (422, True)
    desk.post(reverse("import_encoding", args=[found.pk]), {"encoding": "GB18030"})
    assert "中国工厂" in desk.get(address).content.decode()


def test_own_draft_that_will_be_replaced_is_announced(desk: Client) -> None:
    for _ in range(2):
        upload(desk, tiny(1))
        found = ReleaseImport.objects.order_by("-created_at")[0]
        page = desk.get(reverse("import", args=[found.pk])).content.decode()
        start(desk, found)
        work()
    assert "Your imported draft “tiny-2022” will be replaced." in page


def test_failed_job_says_why_and_can_be_tried_again(desk: Client) -> None:
    upload(desk, tiny(1))
    [found] = ReleaseImport.objects.all()
    start(desk, found)
    job = ReleaseImport.objects.get(pk=found.pk).job
    assert job is not None
    job.state, job.error = "failed", {"code": "gave_up", "params": {"attempts": 5}}
    job.save()
    page = desk.get(reverse("import", args=[found.pk])).content.decode()
    assert "could not be imported in 5 attempts; nothing was written" in page
    desk.post(reverse("import_start", args=[found.pk]))
    work()
    assert Release.objects.get().figures.count() == 1


def test_forgotten_file_is_gone(desk: Client) -> None:
    upload(desk, tiny(1))
    [found] = ReleaseImport.objects.all()
    assert desk.post(reverse("import_discard", args=[found.pk])).url == reverse("releases")
    assert stored_files() == []
    assert desk.get(reverse("import", args=[found.pk])).status_code == 404


def test_imports_are_for_benchmark_editors_each_his_own(
    desk: Client, alice: User, paul: User, administrator: User
) -> None:
    upload(desk, tiny(1))
    [found] = ReleaseImport.objects.all()
    for person in (alice, paul, administrator):
        other = Client()
        other.force_login(person)
        assert other.get(reverse("import_new")).status_code == 403
        assert upload(other, tiny(1)).status_code == 403
        assert other.get(reverse("import", args=[found.pk])).status_code == 404
        assert other.post(reverse("import_start", args=[found.pk])).status_code == 404
    assert ReleaseImport.objects.count() == 1
    assert "Import a release" not in other.get(reverse("releases")).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_everybody_may_export_what_he_may_read(
    client: Client, alice: User, national: Release, kind: str
) -> None:
    client.force_login(alice)
    address = reverse("release_export", args=[national.key, kind])
    assert address in client.get(reverse("release", args=[national.key])).content.decode()
    answer = client.get(address)
    assert answer["Content-Disposition"] == f'attachment; filename="caii-2022-11.{kind}"'
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        assert content == exported(national, kind)
    else:
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        assert [cell.value for cell in sheet["A"]][1:] == [
            figure.key for figure in national.figures.order_by("position")
        ]
    assert client.get(reverse("release_export", args=[national.key, "pdf"])).status_code == 404


def test_drafts_are_exported_for_those_alone_who_work_on_them(
    desk: Client, alice: User, paul: User
) -> None:
    upload(desk, tiny(1))
    [found] = ReleaseImport.objects.all()
    start(desk, found)
    work()
    address = reverse("release_export", args=["tiny-2022", "csv"])
    written = download(desk, address)
    other = Client()
    other.force_login(paul)
    assert download(other, address) == written
    other.force_login(alice)
    assert other.get(address).status_code == 404


def test_exported_files_are_what_an_import_needs(desk: Client, national: Release) -> None:
    """Downloaded and brought again: the table and the head."""
    table, head = (
        download(desk, reverse("release_export", args=[national.key, kind]))
        for kind in ("xlsx", "yaml")
    )
    upload(desk, table, name="figures.xlsx", head=head, key="again")
    [found] = ReleaseImport.objects.all()
    assert (found.kind, found.sheet) == ("xlsx", "figures")
    start(desk, found)
    work()
    assert rows_of(Release.objects.get(key="again")) == rows_of(national)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_examples_can_be_imported_as_they_are(desk: Client, kind: str) -> None:
    table, head = (
        download(desk, reverse("import_example", args=[part])) for part in (kind, "yaml")
    )
    upload(desk, table, name=f"example.{kind}", head=head, key="first-try")
    [found] = ReleaseImport.objects.all()
    start(desk, found)
    work()
    assert Figure.objects.count() == 1
