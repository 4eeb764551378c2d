"""The pool in a report: frozen with it, printed with the release's name and hash."""

import hashlib
import io
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import Assessment, Edition, Report
from assessments.reports.context import freeze_context
from assessments.reports.data.reading import report_data
from assessments.reports.pages import report_html
from assessments.services.pool import withdraw_pool_release
from assessments.services.reports import request_report
from maturity.instruments.loader import canonical_json
from tests.assessments.services.conftest import SPRING, crowd, pooled
from tests.pools import (
    YEAR,
    compute_next,
    found_enterprise,
    head_of,
    issue_in,
    submit,
    tier_answers,
)

__all__ = ["crowd", "pooled"]  # fixtures

Crowd = Callable[..., list[Assessment]]


def ask(assessment: Assessment, language: str = "en") -> Report:
    owner = head_of(assessment.enterprise.owner)
    return request_report(by=owner, assessments=[assessment], language=language)


def test_data_of_a_report_hold_what_is_printed_of_the_pool(crowd: Crowd, pooled: Edition) -> None:
    first, *_others = crowd(30)
    release = compute_next(pooled)
    context = freeze_context(ask(first, "ja"))
    printed = context["parts"][0]["pool"]
    data = report_data(context)
    rows = [row for row in data.comparisons if row.section == "pool"]
    assert {(row.release, row.caveat) for row in rows} == {(release.key, printed["caveat"])}
    counted = [(row.name, row.value) for row in rows if not row.about]
    assert counted == [(each["label"], str(each["count"])) for each in printed["bins"]]
    edition = first.content
    keys = [row.about for row in rows if row.about]
    items = [item.key for block in edition.blocks for item in edition.level_items_of(block.key)]
    assert [key for key in keys if edition.has_item(key)] == items
    assert [(one.kind, one.hash) for one in data.releases if one.key == release.key] == [
        ("pool", release.hash)
    ]


def test_report_keeps_the_pool_release_it_was_made_with(crowd: Crowd, pooled: Edition) -> None:
    first, *_others = crowd(30)
    before = ask(first)
    release = compute_next(pooled)
    report = ask(first)
    shown = [each.parts.get().pool_release for each in (before, report)]
    assert shown == [None, release]
    assert report != before, "another request, because the release is another"
    assert ask(first) == report
    assert freeze_context(before)["parts"][0]["pool"] is None
    (frozen,) = freeze_context(report)["parts"]
    assert frozen["pool"]["release"] == {
        "id": str(release.pk),
        "key": release.key,
        "hash": release.hash,
    }
    assert "about 30 enterprises" in frozen["pool"]["group"]
    withdraw_pool_release(by=report.requested_by, release=release, reason="Wrong.")
    report.refresh_from_db()
    assert freeze_context(report)["parts"][0]["pool"] == frozen["pool"]
    assert ask(first) == before, "without the withdrawn release, as at first"


def test_withdrawn_pool_release_is_named_on_the_reports_page_and_where_it_is_verified(
    crowd: Crowd, pooled: Edition, client: Client
) -> None:
    first, *_others = crowd(10)
    release = compute_next(pooled)
    report = ask(first)
    Report.objects.filter(pk=report.pk).update(file="reports/made.pdf")
    owner = head_of(first.enterprise.owner)

    def pages() -> list[str]:
        client.force_login(owner)
        shown = client.get(reverse("report", args=[report.pk]))
        client.logout()
        verified = client.get(reverse("verify"), {"code": report.verification_code})
        return [page.content.decode() for page in (shown, verified)]

    banner = f"The pool figures in this report ({release.key}) were withdrawn."
    before = pages()
    assert not any(banner in page for page in before)
    assert release.key in before[1]
    withdraw_pool_release(by=owner, release=release, reason="The tree was wrong.")
    for page in pages():
        assert banner in page
        assert "The tree was wrong." in page


def test_request_without_a_pool_release_keeps_the_hash_it_always_had(
    submitted: Assessment,
) -> None:
    report = ask(submitted)
    assert report.release is not None
    request = {
        "assessments": [str(submitted.pk)],
        "language": "en",
        "release": report.release.hash,
    }
    assert report.request_hash == hashlib.sha256(canonical_json(request).encode()).hexdigest()


@pytest.mark.parametrize("key", ["siri", "tiers"])
def test_pages_show_the_group_the_counts_and_where_they_come_from(
    crowd: Crowd, pooled: Edition, tiers: Edition, key: str
) -> None:
    edition = {"siri": pooled, "tiers": tiers}[key]
    issue_in(YEAR, edition)
    if key == "siri":
        first, *_others = crowd(30)
    else:
        first, *_others = (
            submit(found_enterprise(f"{n}"), tiers, tier_answers(tiers, n % 3), on=SPRING)
            for n in range(30)
        )
    release = compute_next(edition)
    context = freeze_context(ask(first))
    html = report_html(context)
    assert html.count('href="#pool"') == html.count('<h2 id="pool">') == 1
    assert context["parts"][0]["pool"]["statement"] in html
    assert "Rounded numbers need not add up." in html
    assert html.count(release.hash) == html.count(f"<td>{release.key}</td>") == 1
    assert context["parts"][0]["pool"]["pictures"]["bins"] in html


def test_report_before_a_release_says_only_that_there_is_no_pool(submitted: Assessment) -> None:
    html = report_html(freeze_context(ask(submitted)))
    assert 'id="pool"' not in html
    assert "No figures of the pool of enterprises have been published here." in html
    assert "Pool release" not in html


def test_made_report_prints_it(
    crowd: Crowd, pooled: Edition, make_report: Callable[..., Report]
) -> None:
    first, *_others = crowd(30)
    release = compute_next(pooled)
    report = make_report(first, by=head_of(first.enterprise.owner))
    assert report.job.error is None
    reader = PdfReader(io.BytesIO((settings.MEDIA_ROOT / report.file).read_bytes()))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert "Beside other enterprises" in text
    assert "about 30 enterprises, results submitted in 2020." in text
    assert release.key in text
    assert release.hash in text.replace(" ", "")
