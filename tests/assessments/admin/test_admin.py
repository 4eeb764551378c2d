"""The admin shows; figures of drafts it changes through the services, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Figure, Release, SiteRole, User
from assessments.services.releases import copy_release, submit_for_review
from maturity.benchmarks.rows import as_row
from tests.conftest import give_authenticator

pytestmark = pytest.mark.django_db

SHARE = "cn-networked-collaboration-share"


@pytest.fixture
def root(db: None) -> User:
    person = User.objects.create_superuser("root@example.org", "correct horse battery")
    SiteRole.objects.create(user=person, role=SiteRole.Role.BENCHMARK_EDITOR)
    give_authenticator(person)
    return person


@pytest.fixture
def client(root: User) -> Client:
    client = Client()
    client.force_login(root)
    return client


@pytest.fixture
def draft(shipped: None, root: User) -> Release:
    national = Release.objects.get(key="caii-2022-11")
    return copy_release(by=root, release=national, key="caii-2023-11")


def change(client: Client, figure: Figure, **cells: str) -> int:
    address = reverse("admin:assessments_figure_change", args=[figure.pk])
    return int(client.post(address, {**as_row(figure.content), **cells}).status_code)


def test_figure_of_a_draft_is_changed_by_the_service(client: Client, draft: Release) -> None:
    figure = draft.figures.get(key=SHARE)
    assert change(client, figure, value="39,5") == 200  # shown again with the fault
    figure.refresh_from_db()
    assert figure.value == "39.5"
    assert change(client, figure, value="40.0") == 302
    figure.refresh_from_db()
    assert figure.value == "40.0"
    assert [row.value for row in figure.history.order_by("history_id")] == ["39.5", "40.0"]


def test_published_figures_are_only_shown(client: Client, draft: Release, root: User) -> None:
    published = Figure.objects.get(release__key="caii-2022-11", key=SHARE)
    assert change(client, published, value="40.0") == 403
    submit_for_review(by=root, release=draft)
    assert change(client, draft.figures.get(key=SHARE), value="40.0") == 403
    page = client.get(reverse("admin:assessments_figure_change", args=[published.pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()


def test_superuser_who_is_no_editor_changes_nothing(draft: Release) -> None:
    other = User.objects.create_superuser("other@example.org", "correct horse battery")
    give_authenticator(other)
    client = Client()
    client.force_login(other)
    assert change(client, draft.figures.get(key=SHARE), value="40.0") == 403


@pytest.mark.parametrize("model", ["release", "edition", "job", "figure"])
def test_nothing_is_added_by_hand(client: Client, shipped: None, model: str) -> None:
    assert client.get(reverse(f"admin:assessments_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:assessments_{model}_add")).status_code == 403


@pytest.mark.parametrize("address", ["mfa/authenticator", "usersessions/usersession"])
def test_keys_of_second_factors_and_sessions_are_not_shown(client: Client, address: str) -> None:
    assert client.get(f"/admin/{address}/").status_code == 404
