"""Everything held about an enterprise as a file, in its documented form."""

import datetime as dt
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest
from django.conf import settings
from django.utils import timezone

from assessments import queue
from assessments.models import (
    Assessment,
    Assignment,
    Collection,
    Comment,
    Edition,
    Enterprise,
    EnterpriseExport,
    Event,
    Grant,
    Invitation,
    Job,
    Membership,
    Organisation,
    Response,
    User,
)
from assessments.reports.archive import write_archive
from assessments.reports.build import build_report
from assessments.reports.options import ReportOptions
from assessments.services.assessments import start_correction, submit_assessment
from assessments.services.events import record_event
from assessments.services.exports import build_export, download_export, request_export
from assessments.services.invitations import invite
from assessments.services.pool import give_consent
from assessments.services.reissues import plan_reissue
from assessments.services.reports import request_report
from assessments.wording.dates import today_in
from assessments.wording.jobs import error_text, phase_text
from maturity.instruments.loader import shipped_editions
from maturity.scoring import as_json, score_document
from tests.assessments.services.given import ANSWERS, PRIORITIES
from tests.reports import SHORT

WORK = {Job.Kind.EXPORT: build_export}
Export = Callable[..., ZipFile]


@pytest.fixture
def export(alice: User) -> Export:
    """export(enterprise): asked for by Alice and made by its job."""

    def make(enterprise: Enterprise, by: User = alice) -> ZipFile:
        row = request_export(by=by, enterprise=enterprise)
        assert queue.work_one(WORK)
        row.refresh_from_db()
        assert row.job.state == Job.State.DONE
        return ZipFile(io.BytesIO((settings.MEDIA_ROOT / row.file).read_bytes()))

    return make


def read_json(archive: ZipFile, name: str = "enterprise.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(archive.read(name))
    return found


@pytest.fixture
def full(
    submitted: Assessment,
    grant: Grant,
    alice: User,
    bob: User,
    dora: User,
    client_organisation: Organisation,
) -> Enterprise:
    """An enterprise of which something of every kind is held."""
    enterprise = submitted.enterprise
    give_consent(by=alice, enterprise=enterprise)
    Comment.objects.create(
        assessment=submitted, item="VI", text="Begin here.", author=dora, organisation_id=None
    )
    collection = Collection.objects.create(assessment=submitted, opened_by=alice)
    assignment = Assignment.objects.create(
        assessment=submitted, user=bob, perspective="it", items=["VI"], created_by=alice
    )
    Response.objects.create(
        assignment=assignment, item="VI", state="answered", value=4, note="Bob’s own"
    )
    collection.closed_at, collection.closed_by = timezone.now(), alice
    collection.save()
    invite(
        by=alice,
        purpose=Invitation.Purpose.CONSULTANCY,
        organisation=client_organisation,
        email="advice@example.org",
        language="en",
        enterprise=enterprise,
    )
    submitted.answers.filter(item="VI").update(
        agreed_reason="We looked.", agreed_by=alice, agreed_at=timezone.now()
    )
    start_correction(by=bob, assessment=submitted)
    plan_reissue(
        by=dora,
        enterprise=enterprise,
        instrument="siri",
        language="ja",
        every_months=3,
        first_on=today_in("CN"),
        options=ReportOptions(is_draft=True),
    )
    return enterprise


def test_archive_holds_everything_and_its_schema(
    full: Enterprise, export: Export, dora: User
) -> None:
    archive = export(full)
    data, schema = read_json(archive), read_json(archive, "schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(data)
    first, second = data["assessments"]
    assert second["corrects"] == first["id"]
    assert data["enterprise"]["name"] == "Lakeside Precision Parts"
    assert len(first["answers"]) == 16
    vi = next(answer for answer in first["answers"] if answer["item"] == "VI")
    assert (vi["value"], vi["target"], vi["agreed_reason"]) == (1, 3, "We looked.")
    assert first["result"]["data"]["scores"]["overall"]["current"]["mean"] == "1.1875"
    assert first["result"]["trace"]
    assert [comment["text"] for comment in first["comments"]] == ["Begin here."]
    assert [r["note"] for a in first["assignments"] for r in a["responses"]] == ["Bob’s own"]
    assert [grant["consultancy"] for grant in data["grants"]] == ["Morimoto Consulting"]
    assert [one["email"] for one in data["invitations"]] == ["advice@example.org"]
    (plan,) = data["reissues"]
    assert (plan["every_months"], plan["options"]) == (3, {"is_draft": True})
    assert (plan["requested_by"], plan["branding"]) == (str(dora.pk), None)
    assert len(data["pool"]["consents"]) == len(data["pool"]["contributions"]) == 1
    kinds = {event["kind"] for event in data["events"]}
    assert {"assessment_submitted", "pool_consent_given", "export_requested"} <= kinds


def test_schema_refuses_what_is_not_of_the_format(full: Enterprise, export: Export) -> None:
    archive = export(full)
    data, schema = read_json(archive), read_json(archive, "schema.json")
    for broken in (
        data | {"version": "1"},
        data | {"unknown": 1},
        data | {"people": [{"id": "x"}]},
        {key: value for key, value in data.items() if key != "pool"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(schema).validate(broken)


def test_everybody_who_is_named_by_a_key_is_listed_and_nobody_else(
    full: Enterprise, export: Export, alice: User, bob: User, dora: User, carol: User
) -> None:
    data = read_json(export(full))
    listed = {person["id"]: (person["name"], person["role"]) for person in data["people"]}
    assert listed == {
        str(alice.pk): ("Alice", "owner"),
        str(bob.pk): ("Bob", "editor"),
        str(dora.pk): ("Dora", ""),
    }


def test_no_secret_is_in_it(full: Enterprise, export: Export, alice: User) -> None:
    archive = export(full)
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    invitation = Invitation.objects.get()
    for secret in (invitation.nonce, invitation.token, alice.password):
        assert secret not in everything
    assert "Charlie" not in everything


def test_responses_are_left_out_while_they_are_collected(full: Enterprise, export: Export) -> None:
    Collection.objects.update(closed_at=None)
    archive = export(full)
    assert "Bob’s own" not in archive.read("enterprise.json").decode()
    assert read_json(archive)["assessments"][0]["assignments"][0]["responses"] == []
    assert "while they are still being collected" in archive.read("README.txt").decode()


def test_events_of_a_consultancys_own_log_stay_there(
    full: Enterprise, export: Export, dora: User
) -> None:
    consultancy = Organisation.objects.get(kind="consultancy")
    record_event(
        kind=Event.Kind.ACCESS_ASKED,
        by=dora,
        about=full,
        enterprise=full,
        organisation=consultancy,
    )
    kinds = [event["kind"] for event in read_json(export(full))["events"]]
    assert "access_asked" not in kinds


@pytest.mark.parametrize("key", ["siri", "dx", "tiers", "facts"])
def test_answers_can_be_scored_again_with_the_stored_result(
    key: str,
    begin: Callable[[str], Assessment],
    answer: Callable[..., None],
    alice: User,
    export: Export,
) -> None:
    draft = begin(key)
    given = ANSWERS.get(key) or PRIORITIES | {
        "VI": {"current": 1, "target": 3, "note": "㈱"},
        "SFA": {"state": "unknown", "target": 2},
        "FA": {"state": "not_applicable", "reason": "other", "note": "none"},
        "quick.connectivity": {"low": 1, "high": 3},
    }
    for item, value in given.items():
        answer(draft, item, **value)
    submit_assessment(by=alice, assessment=draft)
    assessment = Assessment.objects.get(pk=draft.pk)
    name = f"answers-{key}-{assessment.edition.edition}-{assessment.pk}.json"
    text = export(assessment.enterprise).read(name)
    _edition, _answers, result = score_document(text, editions=shipped_editions())
    assert json.loads(json.dumps(as_json(result))) == assessment.result.data


def test_answers_with_only_some_inputs_of_the_priorities_are_scored_without_them(
    begin: Callable[[str], Assessment], answer: Callable[..., None], alice: User, export: Export
) -> None:
    draft = begin("siri")
    answer(draft, "VI", current=2)
    answer(draft, "priorities.industry", value="Electronics")
    submit_assessment(by=alice, assessment=draft)
    assessment = Assessment.objects.get(pk=draft.pk)
    text = export(assessment.enterprise).read(f"answers-siri-2020-{draft.pk}.json")
    _edition, _answers, result = score_document(text, editions=shipped_editions())
    assert json.loads(json.dumps(as_json(result))) == assessment.result.data | {"priorities": None}


def test_reports_lie_in_it_byte_by_byte(submitted: Assessment, alice: User, export: Export) -> None:
    both = {"by": alice, "assessments": [submitted], "options": SHORT}
    report = request_report(**both, language="ja")
    waiting = request_report(**both, language="en")
    Job.objects.filter(pk=waiting.job_id).update(not_before=timezone.now() + dt.timedelta(1))
    assert queue.work_one({"report": build_report})
    archive = export(submitted.enterprise)
    first, second = read_json(archive)["reports"]
    assert first["file"] == f"reports/{report.pk}.ja.pdf"
    assert hashlib.sha256(archive.read(first["file"])).hexdigest() == first["sha256"]
    assert (second["id"], second["file"]) == (str(waiting.pk), None)


def test_same_rows_make_the_same_bytes(full: Enterprise) -> None:
    def make() -> bytes:
        stream = io.BytesIO()
        write_archive(full, stream, at=dt.datetime(2026, 11, 27, tzinfo=dt.UTC))
        return stream.getvalue()

    assert make() == make()


def test_readme_speaks_three_languages(full: Enterprise, export: Export) -> None:
    text = export(full).read("README.txt").decode()
    for said in ("Format: maturity-enterprise, version 2", "格式：", "形式："):
        assert said in text


def test_prepared_enterprise_is_exported_by_the_lead(
    siri: Edition, dora: User, export: Export
) -> None:
    consultancy = Organisation.objects.get(kind="consultancy")
    Membership.objects.filter(user=dora).update(role="lead")
    prepared = Enterprise.objects.create(
        name="Prepared", economy="JP", sector="C25", size_band="1-9", prepared_by=consultancy
    )
    data = read_json(export(prepared, by=dora))
    assert data["organisation"]["name"] == "Morimoto Consulting"
    assert data["assessments"] == []


# The job


def test_export_that_is_being_made_is_not_asked_for_twice(
    enterprise: Enterprise, alice: User
) -> None:
    first = request_export(by=alice, enterprise=enterprise)
    assert request_export(by=alice, enterprise=enterprise) == first
    queue.work_one(WORK)
    assert request_export(by=alice, enterprise=enterprise) != first
    assert Event.objects.filter(kind="export_requested").count() == 2


def test_export_is_not_made_for_who_lost_the_right(enterprise: Enterprise, alice: User) -> None:
    export = request_export(by=alice, enterprise=enterprise)
    Membership.objects.filter(user=alice).update(role="editor")
    queue.work_one(WORK)
    export.refresh_from_db()
    assert (export.file, export.job.error) == ("", {"code": "not_allowed", "params": {}})
    assert error_text(export.job) == "Your right to this export was withdrawn."
    assert not (settings.MEDIA_ROOT / f"exports/{export.pk}").exists()


def test_download_is_noted_with_its_sum(full: Enterprise, export: Export, alice: User) -> None:
    export(full)
    row = EnterpriseExport.objects.get()
    with download_export(by=alice, export=row) as file:
        content = file.read()
    assert hashlib.sha256(content).hexdigest() == row.sha256
    assert len(content) == row.size
    event = Event.objects.get(kind="export_downloaded")
    assert (event.actor, event.enterprise, event.object_id) == (alice, full.pk, row.pk)


def test_progress_has_words(enterprise: Enterprise, alice: User) -> None:
    export = request_export(by=alice, enterprise=enterprise)
    assert phase_text(export.job) == "Waiting for its turn"
    assert (
        phase_text(Job(state="running", phase="collecting")) == "Collecting everything that is held"
    )


def test_whom_a_consultancy_offered_it_in_vain_is_not_told_to_the_owner(
    full: Enterprise, export: Export, grant: Grant, alice: User, dora: User
) -> None:
    for email, ended in (("no@example.org", "declined_at"), ("alice@example.org", "accepted_at")):
        offer = invite(
            by=dora,
            purpose=Invitation.Purpose.HAND_OVER,
            organisation=grant.consultancy,
            email=email,
            language="en",
            enterprise=full,
        )
        Invitation.objects.filter(pk=offer.pk).update(**{ended: timezone.now()})
    told = [invitation["email"] for invitation in read_json(export(full))["invitations"]]
    assert told == ["advice@example.org", "alice@example.org"]
