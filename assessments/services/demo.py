"""Demonstration data: one small plant, one consultancy, every role. All of it is invented."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from assessments.models import (
    Assessment,
    Edition,
    Enterprise,
    Grant,
    Membership,
    Organisation,
    SiteRole,
    User,
)
from assessments.services.assessments import (
    Save,
    save_answer,
    start_assessment,
    submit_assessment,
)

PASSWORD = "gauge-2026-demo"  # noqa: S105 - printed at the start of every demonstration
PLANT = "湖畔精密零件厂"
PREPARED = "淀川金属加工"

# (current, target, note) by item: the plant of the sample report.
ANSWERS: dict[str, tuple[int, int, str]] = {
    "VI": (1, 3, "ERP 自 2021 年起使用，设备数据仍靠纸质卡片。"),
    "HI": (1, 2, ""),
    "IPL": (2, 2, ""),
    "SFA": (2, 3, "三条线中两条为自动上下料。"),
    "EA": (1, 2, ""),
    "FA": (1, 1, ""),
    "SFC": (1, 3, "只有新购的六台设备带网口。"),
    "EC": (2, 3, ""),
    "FC": (0, 1, ""),
    "SFI": (1, 2, ""),
    "EI": (1, 2, ""),
    "FI": (0, 1, ""),
    "WLD": (1, 3, "每年两次外部课程。"),
    "LC": (2, 3, ""),
    "IIC": (2, 3, ""),
    "SG": (1, 3, "数字化列入 2026 年经营计划。"),
}


@dataclass(frozen=True)
class DemoPerson:
    email: str
    what: str


PEOPLE = [
    DemoPerson("owner@demo.example", "owner of the plant"),
    DemoPerson("editor@demo.example", "editor at the plant"),
    DemoPerson("respondent@demo.example", "respondent at the plant"),
    DemoPerson("viewer@demo.example", "viewer at the plant"),
    DemoPerson("lead@demo.example", "lead consultant"),
    DemoPerson("consultant@demo.example", "consultant with a grant of the plant"),
    DemoPerson("benchmarks@demo.example", "drafts benchmark releases"),
    DemoPerson("publisher@demo.example", "publishes benchmark releases"),
    DemoPerson("admin@demo.example", "administrator of the site"),
]
NAMES = {
    "owner": "沈 文",
    "editor": "周 明",
    "respondent": "李 娟",
    "viewer": "王 强",
    "lead": "森本 恵",
    "consultant": "川口 亮",
    "benchmarks": "Anna Weber",
    "publisher": "Li Na",
    "admin": "Sam Tan",
}


@transaction.atomic
def load_demo() -> list[DemoPerson]:
    """Insert the demonstration once. Needs `load_shipped` to have run."""
    if User.objects.filter(email=PEOPLE[0].email).exists():
        return PEOPLE
    people = {person.email.split("@")[0]: _add_person(person) for person in PEOPLE}
    client = Organisation.objects.create(name=PLANT, kind=Organisation.Kind.CLIENT)
    consultancy = Organisation.objects.create(
        name="森本コンサルティング", kind=Organisation.Kind.CONSULTANCY
    )
    for role in ("owner", "editor", "respondent", "viewer"):
        Membership.objects.create(user=people[role], organisation=client, role=role)
    for role in ("lead", "consultant"):
        Membership.objects.create(user=people[role], organisation=consultancy, role=role)
    for name, site_role in (
        ("benchmarks", SiteRole.Role.BENCHMARK_EDITOR),
        ("publisher", SiteRole.Role.BENCHMARK_PUBLISHER),
        ("admin", SiteRole.Role.ADMINISTRATOR),
    ):
        SiteRole.objects.create(user=people[name], role=site_role)
    plant = Enterprise.objects.create(
        name=PLANT, economy="CN", sector="C25", size_band="10-49", owner=client
    )
    Grant.objects.create(
        enterprise=plant,
        consultancy=consultancy,
        may_comment=True,
        may_report=True,
        accepted_at=timezone.now(),
    )
    prepared = Enterprise.objects.create(
        name=PREPARED, economy="JP", sector="C25", size_band="50-249", prepared_by=consultancy
    )
    edition = Edition.objects.get(key="siri", edition="2020")
    finished = start_assessment(by=people["owner"], enterprise=plant, edition=edition)
    _answer(finished, by=people["owner"], keys=list(ANSWERS))
    submit_assessment(by=people["owner"], assessment=finished)
    open_one = start_assessment(by=people["consultant"], enterprise=prepared, edition=edition)
    _answer(open_one, by=people["consultant"], keys=list(ANSWERS)[:6])
    return PEOPLE


def _add_person(person: DemoPerson) -> User:
    name = person.email.split("@")[0]
    user = User.objects.create_user(person.email, PASSWORD, name=NAMES[name])
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user


def _answer(assessment: Assessment, *, by: User, keys: list[str]) -> None:
    for key in keys:
        current, target, note = ANSWERS[key]
        given = {"current": current, "target": target} | ({"note": note} if note else {})
        save_answer(
            by=by,
            assessment=assessment,
            item=key,
            given=given,
            save=Save(client_id="demo", save_id=1, based_on=0),
        )
