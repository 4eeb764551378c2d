"""Demonstration data: one small plant, one consultancy, every role. All of it is invented."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
from assessments.queries.instruments import published_editions
from assessments.services.assessments import (
    Save,
    name_scope,
    save_answer,
    set_due,
    start_assessment,
    submit_assessment,
)
from assessments.services.comments import write_comment
from assessments.services.enterprises import choose_economies
from assessments.services.memberships import invite_member
from assessments.services.responses import (
    assign,
    close_collection,
    finish_responses,
    save_response,
)

PASSWORD = "gauge-2026-demo"  # noqa: S105 - printed at the start of every demonstration
PLANT = "湖畔精密零件厂"
SECOND_PLANT = "苏南模具厂"
PREPARED = "淀川金属加工"
NOT_STARTED = "阪神テキスタイル"

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

# Where the same plant stood a year before: level and target.
EARLIER: dict[str, tuple[int, int]] = {
    "VI": (0, 2),
    "HI": (1, 2),
    "IPL": (1, 2),
    "SFA": (2, 3),
    "EA": (0, 1),
    "FA": (1, 1),
    "SFC": (0, 2),
    "EC": (1, 2),
    "FC": (0, 1),
    "SFI": (1, 2),
    "EI": (1, 2),
    "FI": (0, 1),
    "WLD": (1, 2),
    "LC": (1, 2),
    "IIC": (2, 2),
    "SG": (0, 2),
}
A_YEAR = dt.timedelta(days=365)

# What the plant's priorities are computed from.
PRIORITIES: dict[str, Any] = {
    "priorities.industry": "Precision Parts",
    "priorities.horizon": "strategic",
    "priorities.cost_shares": {
        "aftermarket_services_warranty": "1",
        "depreciation": "4",
        "labour": "24",
        "maintenance_repair": "3",
        "raw_materials_consumables": "38",
        "rental_operating_lease": "2",
        "research_development": "3",
        "selling_general_administrative": "9",
        "transportation_distribution": "3",
        "utilities": "5",
    },
    "priorities.kpis": [
        "asset_equipment_efficiency",
        "workforce_efficiency",
        "inventory_efficiency",
        "product_quality",
        "time_to_delivery",
    ],
}

# What the plant says of itself beside published figures.
FACTS: dict[str, Any] = {
    "reference_year": "2025",
    "networked_collaboration": "no",
    "service_manufacturing": "partly",
    "ict_posts": "tried_hard",
    "investment_delayed": "yes",
    "dx_certified": False,
    "staff_total": "40",
    "staff_digital": "4",
    "staff_basic_digital": "22",
    "digital_staff_masters": "1",
    "digital_staff_ten_years": "2",
    "edge_share": "20",
}

# The plant's workshop: L1 in place, L2 on the way.
PRACTICES = {
    "L1-capability": "yes",
    "L1-scenario": "yes",
    "L1-relief": "yes",
    "L1-gain": "partly",
    "L2-capability": "yes",
    "L2-scenario": "partly",
    "L2-relief": "no",
    "L2-gain": "no",
    "L3-capability": "no",
    "L3-scenario": "partly",
    "L3-relief": "no",
    "L3-gain": "no",
    **{
        f"{tier}-{role}": "no"
        for tier in ("L4", "L5")
        for role in ("capability", "scenario", "relief", "gain")
    },
}

# (current, target) of the 35 items of the Osaka maker, in their order.
LEVELS = [
    *((2, 3), (1, 3), (2, 4), (1, 2), (1, 3), (0, 2), (1, 2), (1, 2), (2, 3), (2, 3)),
    *((1, 2), (1, 3), (1, 3), (1, 3), (1, 2), (2, 3), (2, 4), (1, 3), (2, 3)),
    *((2, 3), (2, 4), (1, 3), (1, 3), (2, 3), (1, 2), (1, 3), (2, 3), (1, 3), (1, 2)),
    *((1, 2), (1, 3), (0, 2), (1, 3), (3, 3), (1, 2)),
]
INDICATORS = {
    "product_development_time": {"current": "14", "target": "9"},
    "digitised_process_share": {"current": "22", "target": "55"},
}

COMMENTS = {
    "": "总体上起点清楚：先把设备数据接上来，再谈数据分析。",
    "VI": "纸质卡片是瓶颈：建议先让两条线的工单在车间终端上报工。",
    "FC": "目标定为 1 是现实的，一年内可以达到。",
}


@dataclass(frozen=True)
class DemoClient:
    """A client of the consultancy beside the plant. Days are counted from today."""

    name: str
    economy: str
    sector: str
    instrument: str
    answers: Mapping[str, dict[str, Any]]
    due: int | None
    until: int
    is_submitted: bool = False
    is_for_one: bool = False  # the grant, which opens nothing but this assessment


# None of them has an open `siri`, and none sorts before the two above: pages stay as they are.
CLIENTS = [
    DemoClient(
        "生駒食品", "JP", "C10", "tiers",
        {key: {"answer": given} for key, given in list(PRACTICES.items())[:8]},
        due=10, until=20,
    ),
    DemoClient(
        "苏州恒达电子", "CN", "C26", "dx",
        {"quick.4": {"low": 1, "high": 3}}, due=-6, until=90, is_for_one=True,
    ),
    DemoClient(
        "近江メディカル", "JP", "C32", "siri",
        {key: {"current": min(today + 1, 5), "target": 4} for key, (today, *_) in ANSWERS.items()},
        due=None, until=300, is_submitted=True,
    ),
]  # fmt: skip


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
    client = Organisation.objects.create(name=PLANT, kind=Organisation.Kind.CLIENT, is_demo=True)
    second = Organisation.objects.create(
        name=SECOND_PLANT, kind=Organisation.Kind.CLIENT, is_demo=True
    )
    consultancy = Organisation.objects.create(
        name="森本コンサルティング", kind=Organisation.Kind.CONSULTANCY, is_demo=True
    )
    for role in ("owner", "editor", "respondent", "viewer"):
        Membership.objects.create(user=people[role], organisation=client, role=role)
    Membership.objects.create(user=people["owner"], organisation=second, role="owner")
    Membership.objects.create(user=people["editor"], organisation=second, role="viewer")
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
    choose_economies(enterprise=plant, economies=["DE", "JP"])
    second_plant = Enterprise.objects.create(
        name=SECOND_PLANT, economy="CN", sector="C28", size_band="10-49", owner=second
    )
    invite_member(
        by=people["owner"],
        organisation=client,
        email="quality@demo.example",
        role=Membership.Role.EDITOR,
        language="zh-hans",
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
    owner, consultant = people["owner"], people["consultant"]
    editions = {edition.key: edition for edition in published_editions()}

    def start(by: User, enterprise: Enterprise, key: str) -> Assessment:
        return start_assessment(by=by, enterprise=enterprise, edition=editions[key])

    earlier = start(owner, plant, "siri")
    _answer(earlier, owner, {key: _level(*levels, "") for key, levels in EARLIER.items()})
    submit_assessment(by=owner, assessment=earlier)
    Assessment.objects.filter(pk=earlier.pk).update(
        created_at=timezone.now() - A_YEAR, submitted_at=timezone.now() - A_YEAR
    )
    finished = start(owner, plant, "siri")
    _answer(finished, owner, {key: _level(*ANSWERS[key]) for key in ANSWERS})
    if finished.tables:
        _answer(finished, owner, {key: {"value": value} for key, value in PRIORITIES.items()})
    submit_assessment(by=owner, assessment=finished)
    network = start(owner, plant, "tiers")
    name_scope(assessment=network, scope="二号车间")
    _answer(network, owner, {key: {"answer": given} for key, given in PRACTICES.items()})
    submit_assessment(by=owner, assessment=network)
    facts = start(owner, plant, "facts")
    _answer(facts, owner, {key: {"value": value} for key, value in FACTS.items()})
    submit_assessment(by=owner, assessment=facts)
    _collect_views(
        start(owner, second_plant, "siri"),
        by=owner,
        views={"management": (owner, 1), "it": (people["editor"], 0)},
    )
    quick = start(owner, plant, "dx")
    _answer(quick, owner, {"quick.4": {"low": 0, "high": 2}, "quick.8": {"low": 1, "high": 2}})
    diagnosed = start(consultant, prepared, "dx")
    items = zip(editions["dx"].content.items, LEVELS, strict=True)
    _answer(diagnosed, consultant, {item.key: _level(*levels, "") for item, levels in items})
    _answer(diagnosed, consultant, INDICATORS)
    submit_assessment(by=consultant, assessment=diagnosed)
    half_way = start(consultant, prepared, "siri")
    _answer(half_way, consultant, {key: _level(*ANSWERS[key]) for key in list(ANSWERS)[:6]})
    set_due(assessment=half_way, due=_in_days(45))
    for item, text in COMMENTS.items():
        write_comment(by=consultant, assessment=finished, item=item, text=text)
    Enterprise.objects.create(
        name=NOT_STARTED, economy="JP", sector="C13", size_band="10-49", prepared_by=consultancy
    )
    for each in CLIENTS:
        _add_client(each, consultancy=consultancy, edition=editions[each.instrument])
    return PEOPLE


def _collect_views(
    assessment: Assessment, *, by: User, views: Mapping[str, tuple[User, int]]
) -> None:
    """Responses from several perspectives, some higher than others, ready to be talked about."""
    items = [item.key for item in assessment.content.items]
    for perspective, (person, higher) in views.items():
        asked = assign(
            by=by,
            assessment=assessment,
            email=person.email,
            perspective=perspective,
            items=items,
            due=None,
            language="zh-hans",
        )
        for number, key in enumerate(items):
            current, _target, _note = ANSWERS[key]
            level = current + higher * (number % 3)  # apart by nothing, one and two levels
            save_response(
                assignment=asked, item=key, given={"current": level}, save=Save("demo", 1, 0)
            )
        finish_responses(by=person, assignment=asked)
    close_collection(by=by, assessment=assessment)


def _add_client(given: DemoClient, *, consultancy: Organisation, edition: Edition) -> None:
    """A client with one assessment and a grant; its owner is nobody who could sign in."""
    owner = User.objects.create_user(f"{given.instrument}@client.example", name="demo")
    organisation = Organisation.objects.create(
        name=given.name, kind=Organisation.Kind.CLIENT, is_demo=True
    )
    Membership.objects.create(user=owner, organisation=organisation, role="owner")
    enterprise = Enterprise.objects.create(
        name=given.name,
        economy=given.economy,
        sector=given.sector,
        size_band="50-249",
        owner=organisation,
    )
    assessment = start_assessment(by=owner, enterprise=enterprise, edition=edition)
    _answer(assessment, owner, given.answers)
    if given.is_submitted:
        submit_assessment(by=owner, assessment=assessment)
    elif given.due is not None:  # not through the service: one of them is overdue already
        Assessment.objects.filter(pk=assessment.pk).update(due=_in_days(given.due))
    Grant.objects.create(
        enterprise=enterprise,
        assessment=assessment if given.is_for_one else None,
        consultancy=consultancy,
        may_comment=True,
        may_report=True,
        until=_in_days(given.until),
        accepted_at=timezone.now(),
    )


def _in_days(days: int) -> dt.date:
    return timezone.now().date() + dt.timedelta(days=days)


def _add_person(person: DemoPerson) -> User:
    name = person.email.split("@")[0]
    user = User.objects.create_user(person.email, PASSWORD, name=NAMES[name])
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user


def _level(current: int, target: int, note: str) -> dict[str, Any]:
    return {"current": current, "target": target} | ({"note": note} if note else {})


def _answer(assessment: Assessment, by: User, answers: Mapping[str, dict[str, Any]]) -> None:
    for key, given in answers.items():
        mark = Save(client_id="demo", save_id=1, based_on=0)
        save_answer(by=by, assessment=assessment, item=key, given=given, save=mark)
