"""Links to a report for people without an account."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from assessments.models import Assessment, Enterprise, Event, Grant, Report, Share, User
from assessments.queries.enterprise_data import assessments_of, collect_data, reports_of
from assessments.queries.shares import find_open_share
from assessments.services.erasure import erase, request_erasure
from assessments.services.refusals import Rejected
from assessments.services.reports import request_report
from assessments.services.shares import create_share, forget_shares, revoke_share
from assessments.web.views import shares
from assessments.web.views.shares import OPENED

TODAY = timezone.now().date()
PASSWORD = "between us two"
CONTENT = b"%PDF-1.7 the report"


@pytest.fixture
def report(alice: User, submitted: Assessment) -> Report:
    """Finished, as far as its row and file say."""
    return _finished(request_report(by=alice, assessments=[submitted], language="en"))


def _finished(report: Report) -> Report:
    report.file, report.pages = f"reports/{report.pk}.pdf", 12
    path = Path(settings.MEDIA_ROOT) / report.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(CONTENT)
    report.save()
    return report


def _share(report: Report, by: User, **fields: str) -> tuple[Share, str]:
    return create_share(by=by, report=report, until=TODAY + dt.timedelta(days=9), **fields)


def _stranger() -> Client:
    return Client(headers={"accept-language": "en"})


def _codes(refused: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


def test_link_is_shown_once_and_leads_a_stranger_to_the_report(
    report: Report, alice: User, client: Client
) -> None:
    client.force_login(alice)
    form = {"until": str(TODAY), "label": "The bank"}
    page = client.post(f"/reports/{report.pk}/links/", form).content.decode()
    (token,) = re.findall(re.escape(settings.PUBLIC_URL) + r"/shared/([\w-]{43})/", page)
    assert token not in client.get(f"/reports/{report.pk}/links/").content.decode()
    assert not Share.objects.filter(token_hash=token).exists(), "only its hash is kept"

    stranger = _stranger()
    seen = stranger.get(f"/shared/{token}/")
    assert seen.status_code == 200
    assert "Lakeside Precision Parts" in seen.content.decode()
    assert Share.objects.get().views == 0, "looking is not taking"
    taken = stranger.post(f"/shared/{token}/")
    assert b"".join(taken.streaming_content) == CONTENT
    for answer in (seen, taken):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
    share = Share.objects.get()
    assert share.views == 1
    assert share.last_viewed_at is not None
    event = Event.objects.get(kind=Event.Kind.SHARE_OPENED)
    assert (event.actor, event.organisation) == (None, report.enterprise.owner)


def test_password_is_asked_before_anything_is_said(report: Report, alice: User) -> None:
    share, token = _share(report, alice, password=PASSWORD)
    assert PASSWORD not in share.password
    address, stranger = f"/shared/{token}/", _stranger()
    assert "Lakeside" not in stranger.get(address).content.decode()
    asked = stranger.post(address)  # as the buttons of the page do, without the password
    assert "It opens with the password" in asked.content.decode()
    wrong = stranger.post(address, {"password": "a guess of mine"})
    assert wrong.status_code == 422
    assert "This is not the password of the link." in wrong.content.decode()
    assert OPENED not in stranger.cookies

    right = stranger.post(address, {"password": PASSWORD})
    assert (right.status_code, right.url) == (302, address)
    assert Share.objects.get().views == 0, "the password alone takes nothing"
    assert "Lakeside Precision Parts" in stranger.get(address).content.decode()
    assert b"".join(stranger.post(address).streaming_content) == CONTENT
    assert Share.objects.get().views == 1


def test_password_opens_one_link_in_one_browser_for_a_while(
    report: Report, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    (_one, token), (_other, other) = (_share(report, alice, password=PASSWORD) for _ in range(2))
    address, stranger = f"/shared/{token}/", _stranger()
    stranger.post(address, {"password": PASSWORD})
    given = stranger.cookies[OPENED]
    assert (given["path"], given["httponly"]) == (address, True)
    # A client that sends the cookie everywhere does not get further with it.
    assert "Lakeside" not in stranger.get(f"/shared/{other}/").content.decode()
    assert "Lakeside" not in _stranger().get(address).content.decode()
    assert "Lakeside" in stranger.get(address).content.decode()
    monkeypatch.setattr(shares, "OPEN_FOR", dt.timedelta(seconds=-1))
    assert "Lakeside" not in stranger.get(address).content.decode()
    assert not hasattr(stranger.post(address), "streaming_content")


def test_ended_link_is_closed_for_those_who_gave_its_password(report: Report, alice: User) -> None:
    share, token = _share(report, alice, password=PASSWORD)
    stranger = _stranger()
    stranger.post(f"/shared/{token}/", {"password": PASSWORD})
    revoke_share(by=alice, share=share)
    assert stranger.get(f"/shared/{token}/").status_code == 404
    assert stranger.post(f"/shared/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("context", "maker"),
    [
        (None, None),
        ({"branding": None, "enterprise": {"author": "Lakeside Group"}}, "Lakeside Group"),
        ({"branding": {"name": "湖畔咨询"}, "enterprise": {"author": "Lakeside"}}, "湖畔咨询"),
    ],
)
def test_page_says_who_made_the_report_as_the_report_does(
    report: Report, alice: User, context: dict[str, object] | None, maker: str | None
) -> None:
    Report.objects.filter(pk=report.pk).update(context=context)
    _made, token = _share(report, alice)
    page = _stranger().get(f"/shared/{token}/").content.decode()
    found = re.search(r"<dt>Made by</dt><dd>([^<]*)</dd>", page)
    assert (found and found[1]) == maker


def test_address_of_a_link_is_told_to_no_other_site(report: Report, alice: User) -> None:
    _made, token = _share(report, alice)
    assert _stranger().get(f"/shared/{token}/")["Referrer-Policy"] == "same-origin"


def test_passwords_cannot_be_tried_without_end(report: Report, alice: User) -> None:
    _made, token = _share(report, alice, password=PASSWORD)
    tried = [_stranger().post(f"/shared/{token}/", {"password": "x"}) for _ in range(12)]
    assert tried[0].status_code == 422
    assert tried[-1].status_code == 429


def _revoke(share: Share, by: User) -> None:
    revoke_share(by=by, share=share)


def _let_it_end(share: Share, _by: User) -> None:
    Share.objects.filter(pk=share.pk).update(until=TODAY - dt.timedelta(days=1))


def _delete_the_account(_share: Share, by: User) -> None:
    User.objects.filter(pk=by.pk).update(is_active=False)


def _erase(share: Share, _by: User) -> None:
    Enterprise.objects.update(erasure=share.report.job)


@pytest.mark.parametrize("end", [_revoke, _let_it_end, _delete_the_account, _erase])
def test_link_that_does_not_open_is_like_one_that_never_was(
    end: Callable[[Share, User], None], report: Report, alice: User
) -> None:
    share, token = _share(report, alice)
    assert find_open_share(token) == share
    end(share, alice)
    stranger = _stranger()
    never = stranger.get("/shared/nobody-made-this/")
    for answer in (stranger.get(f"/shared/{token}/"), stranger.post(f"/shared/{token}/")):
        assert answer.status_code == 404
        assert _without_token(answer.content) == _without_token(never.content)


def _without_token(content: bytes) -> str:
    return re.sub(r'name="(next|csrfmiddlewaretoken)" value="[^"]*"', "", content.decode())


def test_link_of_a_consultant_ends_with_the_grant(
    submitted: Assessment, dora: User, grant: Grant
) -> None:
    report = _finished(request_report(by=dora, assessments=[submitted], language="ja"))
    share, token = _share(report, dora)
    assert find_open_share(token) == share
    Grant.objects.filter(pk=grant.pk).update(revoked_at=timezone.now())
    assert find_open_share(token) is None


def test_client_sees_and_ends_links_that_consultants_made(
    submitted: Assessment, alice: User, dora: User, grant: Grant, client: Client
) -> None:
    report = _finished(request_report(by=dora, assessments=[submitted], language="ja"))
    share, token = _share(report, dora, label="Bank of Suzhou")
    client.force_login(alice)
    access = f"/enterprises/{submitted.enterprise_id}/access/"
    assert "Bank of Suzhou" in client.get(access).content.decode()
    ended = client.post(f"/links/{share.pk}/end/", {"access": "1"})
    assert ended.headers["Location"] == access
    assert find_open_share(token) is None
    assert "Bank of Suzhou" not in client.get(access).content.decode()
    kinds = Event.objects.filter(object_id=report.pk).values_list("kind", flat=True)
    assert {"share_created", "share_revoked"} <= set(kinds)


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_do_not_grow_with_links(
    report: Report, alice: User, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    client.force_login(alice)
    for language in ("en", "ja", "zh-hans")[:count]:  # "en" is `report` itself
        assessments = [report.first_assessment]
        other = _finished(request_report(by=alice, assessments=assessments, language=language))
        for _ in range(count):
            _share(other, alice, password=PASSWORD)
    with django_assert_num_queries(10):
        page = client.get(f"/reports/{report.pk}/links/").content.decode()
    assert page.count("End the link") == count
    with django_assert_num_queries(17):
        page = client.get(f"/enterprises/{report.enterprise_id}/access/").content.decode()
    assert page.count("End the link") == count * count


def test_client_sees_to_which_report_a_link_leads(
    report: Report, alice: User, client: Client
) -> None:
    _share(report, alice)
    client.force_login(alice)
    page = client.get(f"/enterprises/{report.enterprise_id}/access/").content.decode()
    (told,) = re.findall(rf'<a href="/reports/{report.pk}/">([^<]*)</a>', page)
    assert "SIRI" in told or "Industry" in told
    assert "English" in told


@pytest.mark.parametrize("person", ["carol", "charlie"])
def test_whoever_may_not_make_reports_makes_no_links(
    person: str, report: Report, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(person))
    answer = client.post(f"/reports/{report.pk}/links/", {"until": str(TODAY)})
    assert answer.status_code == (403 if person == "carol" else 404)
    assert not Share.objects.exists()


def test_links_go_with_the_enterprise(report: Report, alice: User) -> None:
    share, token = _share(report, alice, label="The bank")
    enterprise = report.enterprise
    job = request_erasure(by=alice, enterprise=enterprise, typed_name=enterprise.name)
    assert find_open_share(token) is None
    erase(job)()
    assert not Share.objects.filter(pk=share.pk).exists()


def test_export_tells_of_links_and_not_what_opens_them(report: Report, alice: User) -> None:
    share, token = _share(report, alice, password=PASSWORD, label="The bank")
    enterprise = report.enterprise
    data = collect_data(
        enterprise,
        assessments=assessments_of(enterprise),
        reports=reports_of(enterprise),
        at=timezone.now(),
    ).model_dump_json()
    assert '"label":"The bank"' in data
    assert '"has_password":true' in data
    for secret in (token, share.token_hash, share.password):
        assert secret not in data


def test_what_cannot_be_made_is_refused_all_at_once(alice: User, submitted: Assessment) -> None:
    waiting = request_report(by=alice, assessments=[submitted], language="en")
    with pytest.raises(Rejected) as refused:
        create_share(by=alice, report=waiting, until=TODAY - dt.timedelta(days=1), password="short")
    assert _codes(refused) == ["report_not_ready", "date_past", "password_too_short"]
    with pytest.raises(Rejected) as refused:
        create_share(by=alice, report=_finished(waiting), until=TODAY + dt.timedelta(days=366))
    assert _codes(refused) == ["date_too_late"]
    assert not Share.objects.exists()


def test_links_are_forgotten_some_time_after_they_ended(report: Report, alice: User) -> None:
    kept, _token = _share(report, alice)
    over, _token = _share(report, alice)
    Share.objects.filter(pk=over.pk).update(until=TODAY - dt.timedelta(days=100))
    assert forget_shares(older_than=dt.timedelta(days=90)) == 1
    assert list(Share.objects.all()) == [kept]
