"""The cast, and what every database test starts from.

Alice owns the client organisation, Bob edits and Carol only looks in it; Charlie is outside, with
an enterprise of his own; Dora is a consultant with a grant for Alice's enterprise. The
administrator looks after the site and belongs to nobody. Edith writes drafts of published figures,
Paul publishes them.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from assessments.models import (
    Assessment,
    Edition,
    Enterprise,
    Grant,
    Membership,
    Organisation,
    Release,
    SiteRole,
    TableSet,
    User,
)
from assessments.services.assessments import (
    Save,
    name_scope,
    save_answer,
    start_assessment,
    submit_assessment,
)
from assessments.services.shipped import load_shipped
from tests.messages import sent_messages

PASSWORD = "correct horse battery"
ITEMS = (
    *("VI", "HI", "IPL", "SFA", "EA", "FA", "SFC", "EC", "FC", "SFI", "EI", "FI"),
    *("WLD", "LC", "IIC", "SG"),
)
BANDS = dict(zip(ITEMS, (1, 1, 2, 2, 1, 1, 1, 2, 0, 1, 1, 0, 1, 2, 2, 1), strict=True))
TARGETS = dict(zip(ITEMS, (3, 2, 2, 3, 2, 1, 3, 3, 1, 2, 2, 1, 3, 3, 3, 3), strict=True))


@pytest.fixture(scope="session", autouse=True)
def prepared_files() -> None:
    """Static files with their manifest; `./test` has made them, a bare pytest run has not."""
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Limits on attempts count in the cache; each test starts without a past."""
    cache.clear()


@pytest.fixture(autouse=True)
def english() -> None:
    """A request leaves its language behind in the thread; each test starts in the site's own."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test begins with what ships with the software; loading it for each took half of all
    time."""
    with django_db_blocker.unblock():
        load_shipped()


@pytest.fixture
def shipped(db: None) -> None:
    """The shipped questionnaires, tables and releases, also after a test that emptied everything
    because it needed real transactions."""
    if not Release.objects.filter(shipped=True).exists():
        load_shipped()


@pytest.fixture
def nothing_shipped(db: None) -> None:
    """A database as it is before anything was loaded."""
    for model in (Release, TableSet, Edition):
        model.objects.all().delete()


def _person(name: str) -> User:
    """Somebody whose address is confirmed."""
    email = f"{name}@example.org"
    user = User.objects.create_user(email, PASSWORD, name=name.title())
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def give_authenticator(person: User) -> str:
    """An app for the second step, as whoever has such a role must have; returns its key."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


@pytest.fixture
def alice(db: None) -> User:
    return _person("alice")


@pytest.fixture
def bob(db: None, client_organisation: Organisation) -> User:
    person = _person("bob")
    Membership.objects.create(user=person, organisation=client_organisation, role="editor")
    return person


@pytest.fixture
def carol(db: None, client_organisation: Organisation) -> User:
    person = _person("carol")
    Membership.objects.create(user=person, organisation=client_organisation, role="viewer")
    return person


@pytest.fixture
def charlie(db: None, shipped: None) -> User:
    """Outside, and with data of his own that could leak."""
    person = _person("charlie")
    organisation = Organisation.objects.create(name="Charlie Works", kind="client")
    Membership.objects.create(user=person, organisation=organisation, role="owner")
    enterprise = Enterprise.objects.create(
        name="Charlie’s Secret Plant",
        economy="DE",
        sector="C10",
        size_band="1-9",
        owner=organisation,
    )
    start_assessment(by=person, enterprise=enterprise, edition=Edition.objects.get(key="siri"))
    return person


@pytest.fixture
def client_organisation(alice: User) -> Organisation:
    organisation = Organisation.objects.create(name="Lakeside", kind="client")
    Membership.objects.create(user=alice, organisation=organisation, role="owner")
    return organisation


@pytest.fixture
def enterprise(client_organisation: Organisation) -> Enterprise:
    return Enterprise.objects.create(
        name="Lakeside Precision Parts",
        economy="CN",
        sector="C25",
        size_band="10-49",
        owner=client_organisation,
    )


@pytest.fixture
def grant(enterprise: Enterprise, dora: User) -> Grant:
    """Dora's consultancy may read and make reports."""
    consultancy = Organisation.objects.get(kind="consultancy")
    return Grant.objects.create(
        enterprise=enterprise,
        consultancy=consultancy,
        may_report=True,
        accepted_at=timezone.now(),
    )


@pytest.fixture
def dora(db: None) -> User:
    person = _person("dora")
    consultancy = Organisation.objects.create(name="Morimoto Consulting", kind="consultancy")
    Membership.objects.create(user=person, organisation=consultancy, role="consultant")
    return person


@pytest.fixture
def administrator(db: None) -> User:
    """Looks after questionnaires, accounts and jobs; sees no client's content."""
    person = _person("administrator")
    SiteRole.objects.create(user=person, role=SiteRole.Role.ADMINISTRATOR)
    give_authenticator(person)
    return person


@pytest.fixture
def edith(db: None) -> User:
    """Writes drafts of published figures."""
    person = _person("edith")
    SiteRole.objects.create(user=person, role=SiteRole.Role.BENCHMARK_EDITOR)
    return person


@pytest.fixture
def paul(db: None) -> User:
    """Publishes and withdraws what others wrote."""
    person = _person("paul")
    SiteRole.objects.create(user=person, role=SiteRole.Role.BENCHMARK_PUBLISHER)
    give_authenticator(person)
    return person


@pytest.fixture
def deliver() -> Callable[[], list[EmailMessage]]:
    """deliver(): do the e-mail jobs that are queued; all messages sent in this test so far."""

    return sent_messages


@pytest.fixture
def siri(shipped: None) -> Edition:
    return Edition.objects.get(key="siri", edition="2020")


@pytest.fixture
def dx(shipped: None) -> Edition:
    return Edition.objects.get(key="dx", edition="2019")


@pytest.fixture
def tiers(shipped: None) -> Edition:
    return Edition.objects.get(key="tiers", edition="2022")


@pytest.fixture
def facts(shipped: None) -> Edition:
    return Edition.objects.get(key="facts", edition="2022")


@pytest.fixture
def begin(alice: User, enterprise: Enterprise, shipped: None) -> Callable[[str], Assessment]:
    """begin("dx"): a draft of the shipped edition, without answers."""

    def start(key: str) -> Assessment:
        edition = Edition.objects.get(key=key, shipped=True)
        return start_assessment(by=alice, enterprise=enterprise, edition=edition)

    return start


@pytest.fixture
def assessment(enterprise: Enterprise, alice: User, siri: Edition) -> Assessment:
    """A draft without answers."""
    return start_assessment(by=alice, enterprise=enterprise, edition=siri)


@pytest.fixture
def answer(alice: User) -> Callable[..., None]:
    """answer(assessment, "VI", current=1, target=3): one save of the agreed answer."""

    def answer_item(assessment: Assessment, item: str, **given: object) -> None:
        row = assessment.answers.filter(item=item).first()
        mark = Save(
            client_id="test",
            save_id=row.save_id + 1 if row else 1,
            based_on=row.version if row else 0,
        )
        save_answer(by=alice, assessment=assessment, item=item, given=given, save=mark)

    return answer_item


@pytest.fixture
def finish(
    begin: Callable[[str], Assessment], alice: User, answer: Callable[..., None]
) -> Callable[..., Assessment]:
    """finish("tiers", {"L1-gain": {"answer": "yes"}}): submitted with these answers."""

    def finish_one(key: str, answers: Mapping[str, Any], scope: str = "") -> Assessment:
        draft = begin(key)
        if scope:
            name_scope(assessment=draft, scope=scope)
        for item, given in answers.items():
            answer(draft, item, **given)
        submit_assessment(by=alice, assessment=draft)
        return Assessment.objects.get(pk=draft.pk)

    return finish_one


@pytest.fixture
def submitted(assessment: Assessment, alice: User, answer: Callable[..., None]) -> Assessment:
    """A complete assessment, submitted: mean 19/16, targets 37/16."""
    for item, current in BANDS.items():
        answer(assessment, item, current=current, target=TARGETS[item])
    submit_assessment(by=alice, assessment=assessment)
    return Assessment.objects.get(pk=assessment.pk)
