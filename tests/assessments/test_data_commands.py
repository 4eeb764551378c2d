"""`export_enterprise` and `erase_enterprise`: what the page does, for whoever runs the site."""

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Assessment, Enterprise, Event, Job, User
from assessments.services.erasure import request_erasure

NAME = "Lakeside Precision Parts"


def test_export_writes_the_archive_and_the_log_says_so(
    submitted: Assessment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "all.zip"
    call_command("export_enterprise", str(submitted.enterprise_id), output=output)
    with ZipFile(output) as archive:
        data = json.loads(archive.read("enterprise.json"))
    assert data["enterprise"]["name"] == NAME
    assert [one["id"] for one in data["assessments"]] == [str(submitted.pk)]
    assert capsys.readouterr().out == f"{output}: {output.stat().st_size} bytes\n"
    event = Event.objects.get(kind="export_downloaded")
    assert (event.actor, event.details) == (None, {"through": "command"})
    assert event.organisation == submitted.enterprise.owner


@pytest.mark.parametrize("command", ["export_enterprise", "erase_enterprise"])
@pytest.mark.parametrize("key", ["nothing", "6f4a2f0e-7f0b-4a0e-8f57-0b2f3f6d5a11"])
def test_unknown_enterprise_is_said_in_one_line(
    db: None, tmp_path: Path, command: str, key: str
) -> None:
    options = {"output": tmp_path / "x.zip"} if command == "export_enterprise" else {"yes": True}
    with pytest.raises(CommandError, match=f"There is no enterprise {key}"):
        call_command(command, key, **options)
    assert not list(tmp_path.iterdir())


def test_enterprise_that_is_being_erased_is_not_exported(
    enterprise: Enterprise, alice: User, tmp_path: Path
) -> None:
    request_erasure(by=alice, enterprise=enterprise, typed_name=NAME)
    with pytest.raises(CommandError):
        call_command("export_enterprise", str(enterprise.pk), output=tmp_path / "x.zip")


def test_erase_does_it_at_once(submitted: Assessment, capsys: pytest.CaptureFixture[str]) -> None:
    key = submitted.enterprise_id
    call_command("erase_enterprise", str(key), yes=True)
    assert capsys.readouterr().out == f"{key} is erased.\n"
    assert not Enterprise.objects.exists()
    assert Event.objects.get(kind="enterprise_erased").details == {"through": "command"}
    assert Job.objects.get(kind="erasure").state == "done"


def test_erase_asks_for_the_name(submitted: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    key = str(submitted.enterprise_id)
    monkeypatch.setattr("sys.stdin", io.StringIO("something else\n"))
    with pytest.raises(CommandError, match="not the exact name"):
        call_command("erase_enterprise", key)
    assert Enterprise.objects.get().erasure is None
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NAME}\n"))
    call_command("erase_enterprise", key)
    assert not Enterprise.objects.exists()
