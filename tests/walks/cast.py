"""Who visits, and what there is to see: one world for all rows of the table, built once.

Lakeside is the client whose content everybody is after; Harbour is another one. Each consultancy
holds one kind of grant for Lakeside's plant. Every name, text and file of theirs carries a mark, a
random word that stands nowhere else, so that what leaks is recognised wherever it turns up.
"""

import datetime as dt
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db.models import Model
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)
from knox.models import AuthToken

from assessments import queue
from assessments.models import (
    Assessment,
    Edition,
    Enterprise,
    Event,
    Figure,
    Grant,
    Job,
    JoinRequest,
    Membership,
    Organisation,
    Release,
    Report,
    Share,
    SiteRole,
    TableSet,
    User,
)
from assessments.queries.shares import hash_token
from assessments.reports.context import freeze_context
from assessments.reports.options import ReportOptions
from assessments.services import releases
from assessments.services.assessments import (
    Save,
    name_scope,
    save_answer,
    start_assessment,
    submit_assessment,
)
from assessments.services.batches import request_batch
from assessments.services.branding import save_branding
from assessments.services.comments import write_comment
from assessments.services.erasure import request_erasure
from assessments.services.exports import build_export, request_export
from assessments.services.grants import (
    Terms,
    ask_for_access,
    invite_consultancy,
    offer_hand_over,
)
from assessments.services.instruments import upload_file
from assessments.services.invitations import KINDS, withdraw_invitation
from assessments.services.memberships import appoint_owner, ask_to_join, invite_member
from assessments.services.pool import withdraw_pool_release
from assessments.services.reissues import plan_reissue
from assessments.services.reports import request_report
from assessments.services.responses import assign, close_collection, save_response
from assessments.web.release_forms import HeadForm
from assessments.wording.people import APPOINTMENT_REASONS
from assessments.wording.report import code_text
from maturity.benchmarks.reading import ALL_COLUMNS
from maturity.benchmarks.rows import as_row
from tests.assessments.services.batch_work import work
from tests.assessments.services.given import PRACTICES, as_file, second_dx, tables_data
from tests.assessments.services.logos import SVG
from tests.assessments.services.tables import HEAD_FILE, receive, tiny
from tests.conftest import BANDS, PASSWORD, TARGETS, give_authenticator
from tests.pools import YEAR, all_at, compute_next, found_enterprise, issue_in, submit

ROLES = {
    "viewer": "viewer",
    "respondent": "respondent",
    "colleague": "respondent",
    "editor": "editor",
    "owner": "owner",
}
"""Visitors who are members of Lakeside, by their role there. `inactive` was another owner, and
`co-owner`, who visits nothing, is one."""

ALL_RIGHTS = {"may_comment": True, "may_edit": True, "may_report": True}

GRANTS: dict[str, dict[str, Any]] = {
    "reading": {},
    "commenting": {"may_comment": True},
    "editing": {"may_edit": True},
    "reporting": {"may_report": True},
    "lead": ALL_RIGHTS,
    "single": ALL_RIGHTS,
    "revoked": ALL_RIGHTS,
    "expired": ALL_RIGHTS,
    "unaccepted": ALL_RIGHTS,
}
"""Visitors from consultancies, one each, by the rights of their grant. That of `single` is for two
assessments alone, `draft` and `submitted`."""

SITE_ROLES = {
    "writer": SiteRole.Role.BENCHMARK_EDITOR,
    "co-writer": SiteRole.Role.BENCHMARK_EDITOR,
    "publisher": SiteRole.Role.BENCHMARK_PUBLISHER,
    "administrator": SiteRole.Role.ADMINISTRATOR,
}

UNPROTECTED = {
    "new-publisher": SiteRole.Role.BENCHMARK_PUBLISHER,
    "new-administrator": SiteRole.Role.ADMINISTRATOR,
}
"""Visitors whose role needs a second factor, and who have not set up one."""

NOBODY = ("anonymous", "inactive", "bad-token")
"""Visitors whom nothing signs in: no session, that of an account closed since, a token of ours
that never was."""

VISITORS = (
    *NOBODY,
    *("outsider", "invited"),
    *ROLES,
    *GRANTS,
    *("former-lead", "clerk", "preparer", "preparing-lead"),
    *SITE_ROLES,
    "superuser",
    *UNPROTECTED,
)

_MEMBERS = "viewer editor owner co-owner"
_READERS = f"{_MEMBERS} reading commenting editing reporting lead"
_ASKED = "respondent colleague"
SEES: dict[str, str] = {
    "lakeside": f"{_READERS} single",
    "lakeside, other assessments": _READERS,
    "lakeside, shared result": f"{_READERS} respondent",
    # What an invitation says, too: its sender, in whose name, and about what.
    "lakeside, name": f"{_READERS} single {_ASKED} invited administrator",
    "lakeside, plant": f"{_READERS} single {_ASKED} invited",
    # Who asked for a job; whom a respondent can turn to; whom an administrator can.
    "lakeside, owner": f"{_READERS} single {_ASKED} invited administrator superuser",
    "lakeside, people": _MEMBERS,
    "respondent": f"{_MEMBERS} respondent",
    "colleague": f"{_MEMBERS} colleague",
    "said by respondent": "respondent",
    "said by colleague": "colleague",
    "said by respondent, closed": f"{_READERS} respondent",
    "said by colleague, closed": f"{_READERS} colleague",
    "asks to join lakeside": "owner co-owner",
    "being erased": "",
    "harbour": "outsider",
    "harbour, name": "outsider administrator",
    "harbour, people": "outsider administrator superuser",
    "prepared": "preparer preparing-lead",
    "prepared, name": "preparer preparing-lead invited administrator",
    "prepared, plant": "preparer preparing-lead invited",
    "prepared, preparer": "preparer preparing-lead superuser",
    "prepared, lead": "preparer preparing-lead invited administrator",
    "import": "writer",
    "drafts of releases": "writer co-writer publisher superuser",
}
"""Whose eyes the marks of each kind are for; everybody else must never meet one."""


@dataclass
class World:
    """Everything that a row of the table can name, and how its visitors sign in."""

    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # that visitors send
    bodies: dict[str, dict[str, str]] = field(default_factory=dict)
    marks: dict[str, set[str]] = field(default_factory=dict)  # by kind, as in `SEES`
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    # One for all clients: each would read the folder of static files again.
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    def mark(self, kind: str, text: str) -> str:
        """The text with a random word in it, which is remembered as a mark."""
        word = "x" + secrets.token_hex(6)
        self.marks.setdefault(kind, set()).add(word)
        return f"{text} {word}"

    def keep(self, name: str, thing: Any, *, kind: str = "") -> Any:
        """Give a thing the name that the table calls it by; its identifier is a mark too."""
        self.things[name] = thing
        if kind:
            self.marks.setdefault(kind, set()).add(str(thing.pk))
        return thing

    def address_part(self, word: str) -> str:
        """What stands for a word of the table in an address or a body.

        A thing is called by its key in the address, `thing.attribute` by that attribute. Any other
        word stands for itself.
        """
        name, _dot, attribute = word.partition(".")
        if name not in self.things:
            return word
        thing = self.things[name]
        if attribute:
            return str(getattr(thing, attribute))
        if isinstance(thing, Release | Figure):
            return str(thing.key)
        if isinstance(thing, AuthToken):
            return str(thing.digest)
        return str(thing.pk if isinstance(thing, Model) else thing)

    def leaks(self, visitor: str, text: str, *, sent: str, shown: Iterable[str] = ()) -> list[str]:
        """The marks in a text that are not for this visitor, that he did not bring himself, and
        that are of no kind that is `shown` to everybody there."""
        return [
            f"{word} ({kind})"
            for kind, words in self.marks.items()
            if visitor not in SEES[kind].split() and kind not in shown
            for word in words
            if word in text and word not in sent
        ]

    def visitor_of(self, addresses: Iterable[str]) -> str:
        """Whose e-mail addresses these are; "anonymous" if nobody's."""
        names = (name for name, user in self.people.items() if user.email in addresses)
        return next(names, "anonymous")

    def client(self, visitor: str, *, program: bool = False) -> Client:
        """A browser with the visitor's session or, for a program, with a token."""
        headers = {}
        if visitor == "bad-token":
            headers = {"Authorization": "Token " + "0" * 64}
        elif program and visitor in self.tokens:
            headers = {"Authorization": f"Token {self.tokens[visitor]}"}
        client = Client(raise_request_exception=False, headers=headers)
        client.handler = self.handler
        if not program and visitor in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[visitor]
        return client


def build_world() -> World:
    """Everybody and everything. Takes two seconds; roll it back afterwards."""
    world = World()
    _settle_people(world)
    _settle_lakeside(world)
    _settle_harbour(world)
    _settle_prepared(world)
    _settle_batches(world)
    _settle_questionnaires(world)
    _settle_releases(world)
    _settle_import(world)
    _settle_pool(world)
    _settle_links(world)
    _settle_waiting_report(world)
    _settle_invitations(world)
    _settle_export(world)
    Job.objects.filter(kind=Job.Kind.EMAIL).delete()  # what is sent later, a visitor has caused
    _sign_in(world)
    return world


def _person(world: World, visitor: str, *, kind: str = "", **fields: Any) -> User:
    name = world.mark(kind, visitor.title()) if kind else visitor.title()
    email = f"{name.replace(' ', '.').lower()}@example.org"
    user = get_user_model().objects.create_user(email, PASSWORD, name=name, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    world.people[visitor] = world.keep(f"person-{visitor}", user)
    return user


def _join(world: World, visitor: str, organisation: Organisation, role: str) -> None:
    Membership.objects.create(user=world.people[visitor], organisation=organisation, role=role)


def _settle_people(world: World) -> None:
    for visitor in (*ROLES, "inactive"):
        known = {"respondent": "respondent", "colleague": "colleague"}
        known |= dict.fromkeys(("owner", "inactive"), "lakeside, owner")
        _person(world, visitor, kind=known.get(visitor, "lakeside, people"))
    for visitor in (*GRANTS, "former-lead", "clerk", "invited", "co-owner"):
        _person(world, visitor)
    _person(world, "asker", kind="asks to join lakeside")
    _person(world, "outsider", kind="harbour, people")
    _person(world, "preparer", kind="prepared, preparer")
    _person(world, "preparing-lead", kind="prepared, lead")
    for visitor, role in (SITE_ROLES | UNPROTECTED).items():
        SiteRole.objects.create(user=_person(world, visitor), role=role)
    _person(world, "superuser", is_staff=True, is_superuser=True)
    for visitor in ("publisher", "administrator", "superuser"):
        give_authenticator(world.people[visitor])
    world.keep("passkey", _passkey(world.people["superuser"]))


def _passkey(person: User) -> Authenticator:
    """One as a browser would have made it."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(Aaguid.NONE, b"1", key)
    flags = AuthenticatorData.FLAG.AT | AuthenticatorData.FLAG.UP
    site = AuthenticatorData.create(b"0" * 32, flags, 0, made)
    said = {
        "clientDataJSON": CollectedClientData.create("webauthn.create", b"-", "http://testserver"),
        "attestationObject": AttestationObject.create("none", site, {}),
    }
    credential = {
        "id": websafe_encode(b"1"),
        "rawId": websafe_encode(b"1"),
        "type": "public-key",
        "response": {name: websafe_encode(bytes(part)) for name, part in said.items()},
    }
    return Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Key", "passwordless": True, "credential": credential},
    )


def _settle_lakeside(world: World) -> None:
    """The client, its plant, two assessments and two others, three reports, every grant."""
    lakeside = Organisation.objects.create(
        name=world.mark("lakeside, name", "Lakeside"), kind=Organisation.Kind.CLIENT
    )
    world.keep("lakeside", lakeside)
    for visitor, role in (ROLES | {"co-owner": "owner", "inactive": "owner"}).items():
        _join(world, visitor, lakeside, role)
    _brand(world, "branding", lakeside, by=world.people["owner"], kind="lakeside, name")
    plant = _enterprise(world, "enterprise", kind="lakeside, plant", owner=lakeside)
    owner = world.people["owner"]
    _settle_responses(world, plant)
    shown, others = "lakeside", "lakeside, other assessments"
    draft = _assess(world, "draft", plant, "siri", by=owner, kind=shown)
    submitted = _assess(world, "submitted", plant, "siri", by=owner, kind=shown, to_the_end=True)
    _assess(world, "other-draft", plant, "dx", by=owner, kind=others)
    other = _assess(
        world, "other-submitted", plant, "tiers", by=owner, kind=others, to_the_end=True
    )
    _report(world, "report", submitted, by=owner, kind=shown)
    _report(world, "other-report", other, by=owner, kind=others)
    _grant(plant, world, only=(draft, submitted))
    for name, assessment, kind in (("comment", draft, shown), ("other-comment", other, others)):
        comment = write_comment(
            by=world.people["lead"], assessment=assessment, item="", text=world.mark(kind, "Said")
        )
        world.keep(name, comment)
    erased = _enterprise(world, "erased-enterprise", kind="being erased", owner=lakeside)
    _assess(world, "erased-draft", erased, "siri", by=owner, kind="being erased")
    request_erasure(by=owner, enterprise=erased, typed_name=erased.name)
    kept = {str(erased.pk), str(world.things["erased-draft"].pk)}  # in the log
    world.marks["being erased"] -= kept


def _settle_responses(world: World, plant: Enterprise) -> None:
    """Four assessments that colleagues were asked about: one while responses are collected, one
    after that, and two that were submitted, whose result those who were asked may read or not."""
    owner = world.people["owner"]
    for name, key, asked in (
        ("collecting", "siri", ("respondent", "colleague")),
        ("agreeing", "siri", ("respondent", "colleague")),
        ("shared", "siri", ("respondent",)),
        ("unshared", "siri", ("colleague",)),
    ):
        is_shared, is_open = name == "shared", name == "collecting"
        kind = "lakeside, shared result" if is_shared else "lakeside, other assessments"
        begun = "shared" in name
        assessment = _assess(world, name, plant, key, by=owner, kind=kind, answers=begun)
        for visitor in asked:
            task = assign(
                by=owner,
                assessment=assessment,
                email=world.people[visitor].email,
                perspective="it" if visitor == "respondent" else "management",
                items=["VI", "HI", "SG"],
                due=None,
                language="en",
                shares_result=name != "unshared",
            )
            world.keep(f"{name}-task-{visitor}", task)
            said = f"said by {visitor}" + ("" if is_open else ", closed")
            for item, level in (("VI", len(visitor) % 5), ("HI", 2)):
                given = {"current": level, "note": world.mark(said, "Own view")}
                save_response(assignment=task, item=item, given=given, save=Save("cast", 1, 0))
        if not is_open:
            close_collection(by=owner, assessment=assessment)
        if begun:
            submit_assessment(by=owner, assessment=assessment)
            world.things[name].refresh_from_db()


def _grant(plant: Enterprise, world: World, *, only: Iterable[Assessment]) -> None:
    now = timezone.now()
    for visitor, rights in GRANTS.items():
        consultancy = Organisation.objects.create(
            name=f"Consultancy {visitor}", kind=Organisation.Kind.CONSULTANCY
        )
        world.keep(f"consultancy-{visitor}", consultancy)
        _join(world, visitor, consultancy, "lead" if visitor == "lead" else "consultant")
        for assessment in only if visitor == "single" else [None]:
            grant = Grant.objects.create(
                enterprise=plant,
                assessment=assessment,
                consultancy=consultancy,
                accepted_at=None if visitor == "unaccepted" else now,
                revoked_at=now if visitor == "revoked" else None,
                until=now.date() - dt.timedelta(days=1) if visitor == "expired" else None,
                **rights,
            )
            world.keep(f"grant-{visitor}", grant)
        if visitor == "revoked":
            _join(world, "former-lead", consultancy, "lead")
        if visitor == "lead":
            _join(world, "clerk", consultancy, "viewer")


def _settle_harbour(world: World) -> None:
    """Another client, whose data are as much of a secret."""
    harbour = Organisation.objects.create(
        name=world.mark("harbour, name", "Harbour"), kind=Organisation.Kind.CLIENT
    )
    world.keep("harbour", harbour)
    _join(world, "outsider", harbour, "owner")
    by, kind = world.people["outsider"], "harbour"
    plant = _enterprise(world, "foreign-enterprise", kind=kind, owner=harbour)
    _assess(world, "foreign-draft", plant, "siri", by=by, kind=kind)
    done = _assess(world, "foreign-submitted", plant, "tiers", by=by, kind=kind, to_the_end=True)
    _report(world, "foreign-report", done, by=by, kind=kind)


def _settle_prepared(world: World) -> None:
    """An enterprise without owner, known to the consultancy that prepares it and to nobody else."""
    consultancy = Organisation.objects.create(
        name=world.mark("prepared, name", "Preparing Consultancy"),
        kind=Organisation.Kind.CONSULTANCY,
    )
    world.keep("preparing", consultancy)
    _join(world, "preparer", consultancy, "consultant")
    _join(world, "preparing-lead", consultancy, "lead")
    lead = world.people["preparing-lead"]
    _brand(world, "prepared-branding", consultancy, by=lead, kind="prepared, name")
    by, kind = world.people["preparer"], "prepared"
    plant = _enterprise(
        world, "prepared-enterprise", kind="prepared, plant", prepared_by=consultancy
    )
    _assess(world, "prepared-draft", plant, "siri", by=by, kind=kind)
    done = _assess(world, "prepared-submitted", plant, "tiers", by=by, kind=kind, to_the_end=True)
    _report(world, "prepared-report", done, by=by, kind=kind)


def _brand(world: World, name: str, organisation: Organisation, *, by: User, kind: str) -> None:
    """How its reports look; the same file is the one that visitors send."""
    branding = save_branding(
        by=by,
        organisation=organisation,
        name=world.mark(kind, "Look"),
        contact=world.mark(kind, "Street"),
        colour="#14507a",
        logo=SVG,
        preface=world.mark(kind, "Preface"),
    )
    world.keep(name, branding, kind=kind)
    world.files["logo"] = SVG


def _enterprise(world: World, name: str, *, kind: str, **of: Organisation) -> Enterprise:
    plant = Enterprise.objects.create(
        name=world.mark(kind, "Plant"), economy="CN", sector="C25", size_band="10-49", **of
    )
    world.keep(name, plant, kind=kind)
    return plant


def _assess(
    world: World,
    name: str,
    plant: Enterprise,
    key: str,
    *,
    by: User,
    kind: str,
    answers: bool = True,
    to_the_end: bool = False,
) -> Assessment:
    """An assessment with notes and actions that carry marks."""
    edition = Edition.objects.get(key=key, shipped=True)
    assessment = start_assessment(by=by, enterprise=plant, edition=edition)
    name_scope(assessment=assessment, scope=world.mark(kind, "Hall"))
    for item, given in _answers(world, key, kind=kind) if answers else ():
        save_answer(by=by, assessment=assessment, item=item, given=given, save=Save("cast", 1, 0))
        if not to_the_end and item in ("SFA", "3", "L1-gain"):
            break
    if to_the_end:
        submit_assessment(by=by, assessment=assessment)
    found = Assessment.objects.select_related("edition", "tables").get(pk=assessment.pk)
    world.keep(name, found, kind=kind)
    return found


def _answers(world: World, key: str, *, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if key == "tiers":
        for item, given in PRACTICES.items():
            yield item, {"answer": given["answer"], "note": world.mark(kind, "Note")}
        return
    levels = {"1": 1, "2": 2, "3": 1} if key == "dx" else BANDS
    for item, level in levels.items():
        texts = {"note": world.mark(kind, "Note"), "action": world.mark(kind, "Action")}
        yield item, {"current": level, "target": TARGETS.get(item, 3)} | texts


def _report(world: World, name: str, assessment: Assessment, *, by: User, kind: str) -> Report:
    """A report whose file is stored; what is in the file is another test's matter."""
    # without earlier results: whoever may not read all of those may not read the report either
    alone = ReportOptions(left_out=frozenset({"change"}))
    report = request_report(by=by, assessments=[assessment], language="en", options=alone)
    folder = Path(settings.MEDIA_ROOT) / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    content = world.mark(kind, "%PDF-1.7").encode()
    (folder / f"{report.pk}.pdf").write_bytes(content)
    report.file, report.size, report.pages = f"reports/{report.pk}.pdf", len(content), 12
    report.sha256 = secrets.token_hex(32)
    report.context = freeze_context(report)
    report.save()
    report.job.state, report.job.progress = "done", 100
    report.job.finished_at = timezone.now()
    report.job.save()
    world.marks[kind] |= {report.verification_code, report.sha256}
    world.keep(name, report, kind=kind)
    return report


def _settle_links(world: World) -> None:
    """Links to the report: open, with a password, and ended."""
    report, by = world.things["report"], world.people["owner"]
    until = timezone.now().date() + dt.timedelta(days=30)
    for token, fields in (
        ("walks-open-link", {}),
        ("walks-locked-link", {"password": make_password("a long password")}),
        ("walks-ended-link", {"revoked_at": timezone.now()}),
    ):
        share = Share.objects.create(
            report=report,
            label=world.mark("lakeside", "Bank"),
            token_hash=hash_token(token),
            until=until,
            created_by=by,
            **fields,
        )
        world.keep(token.removeprefix("walks-"), share)
    world.keep("share", world.things["open-link"])
    world.files |= {
        "altered-report": b"%PDF-1.7 " + code_text(report.verification_code).encode(),
        "unknown-report": b"%PDF-1.7 of somebody else",
    }


def _settle_batches(world: World) -> None:
    """A batch with its file and a plan, both of the lead; a batch of `revoked`, who is closed out
    of everything in it."""
    plant, submitted = world.things["enterprise"], world.things["submitted"]
    both = [submitted, world.things["other-submitted"]]
    lead = world.people["lead"]
    batch = request_batch(by=lead, assessments=both, language="zh-hans")
    work()
    batch.refresh_from_db()
    world.keep("batch", batch)
    for report in Report.objects.filter(batch_entries__batch=batch):
        report.context = freeze_context(report)
        report.save(update_fields=["context"])
    closed = request_batch(by=world.people["revoked"], assessments=both, language="zh-hans")
    work()
    reports = {entry.position: entry.report for entry in batch.entries.all()}
    for entry in closed.entries.all():  # as if the grant had been revoked only afterwards
        entry.report, entry.error, entry.is_archived = reports[entry.position], None, True
        entry.save()
    world.keep("closed-batch", closed)
    plan = plan_reissue(
        by=lead,
        enterprise=plant,
        instrument="siri",
        language="en",
        every_months=3,
        first_on=timezone.now().date() + dt.timedelta(days=30),
    )
    world.keep("plan", plan)


def _settle_questionnaires(world: World) -> None:
    """What ships with the software, and an administrator's drafts."""
    by = world.people["administrator"]
    for key in ("siri", "dx", "tiers", "facts"):
        world.keep(f"{key}-edition", Edition.objects.get(key=key, shipped=True))
    world.keep("published-tables", TableSet.objects.get(shipped=True))
    world.keep("draft-edition", upload_file(by=by, content=as_file(second_dx())).draft)
    tables = as_file(tables_data(version="of-the-cast"))
    world.keep("draft-tables", upload_file(by=by, content=tables).draft)
    world.files["edition"] = as_file(second_dx() | {"edition": "2019.2"})


def _settle_releases(world: World) -> None:
    """A release in every state, written by `writer`; titles that are not public carry marks."""
    writer, publisher = world.people["writer"], world.people["publisher"]
    national = world.keep("published-release", Release.objects.get(key="caii-2022-11"))
    for name in ("draft-release", "reviewed-release", "withdrawn-release", "importing-release"):
        release = releases.copy_release(by=writer, release=national, key=name)
        if name != "withdrawn-release":  # which everybody may read
            title = release.head["title"] | {"en": world.mark("drafts of releases", "Title")}
            releases.edit_head(by=writer, release=release, changes={"title": title})
        world.keep(name, release)
    for name in ("reviewed-release", "withdrawn-release"):
        releases.submit_for_review(by=writer, release=world.things[name])
    withdrawn = Release.objects.get(key="withdrawn-release")
    releases.publish_release(by=publisher, release=withdrawn, seen=withdrawn.hash)
    releases.withdraw_release(by=publisher, release=withdrawn, reason="Wrong.")
    Release.objects.filter(key="importing-release").update(state=Release.State.IMPORTING)
    for release in Release.objects.filter(supersedes=national):
        world.keep(release.key, release)
    draft = world.things["draft-release"]
    figure = world.keep("figure", draft.figures.order_by("position")[0])
    world.keep("published-figure", national.figures.order_by("position")[0])
    cells = {column: str(as_row(figure.content)[column]) for column in ALL_COLUMNS}
    world.bodies["figure"] = cells | {"value": "17"}
    world.bodies["new-figure"] = cells | {"key": "cn-of-the-cast"}
    shown = HeadForm.showing(draft).initial
    texts = {name: "" if value is None else str(value) for name, value in shown.items()}
    world.bodies["head"] = texts | {"publisher_en": "Somebody else"}


def _settle_import(world: World) -> None:
    """A file of the writer's, whose columns wait to be mapped."""
    name = world.mark("import", "figures").replace(" ", "-") + ".csv"
    received = receive(world.people["writer"], tiny(3), name=name, dry_run=True)
    world.keep("import", received, kind="import")
    world.bodies["mapping"] = {column: received.mapping.get(column, "") for column in ALL_COLUMNS}
    world.files |= {"table": tiny(2), "head": HEAD_FILE.replace(b"tiny-2022", b"tiny-2023")}


def _settle_pool(world: World) -> None:
    """A published release of the pool, and a withdrawn one."""
    siri = world.things["siri-edition"]
    issued = siri.published_at
    issue_in(2100, *Edition.objects.exclude(pk=siri.pk))
    issue_in(YEAR, siri)
    for year in (YEAR, YEAR + 1):
        for number in range(11):
            plant = found_enterprise(f"Crowd {year}-{number}")
            submit(plant, siri, all_at(siri, 2), on=dt.date(year, 4, 1))
    first, second = compute_next(siri), compute_next(siri)
    withdrawn = withdraw_pool_release(
        by=world.people["publisher"], release=first, reason="Counted twice."
    )
    world.keep("withdrawn-pool", withdrawn)
    world.keep("pool", second)
    Edition.objects.update(published_at=issued)


def _settle_waiting_report(world: World) -> None:
    """A report that no worker has made yet, and one that failed; asked for last, because the pool
    lets one work."""
    report = request_report(
        by=world.people["owner"], assessments=[world.things["submitted"]], language="ja"
    )
    world.keep("waiting-report", report, kind="lakeside")
    world.keep("waiting-job", report.job)
    failed = request_report(
        by=world.people["owner"], assessments=[world.things["other-submitted"]], language="ja"
    )
    where = world.mark("lakeside", "Note")
    params = {"character": "\U0001f600", "code": "U+1F600", "where": where}
    failed.job.state, failed.job.error = "failed", {"code": "missing_glyph", "params": params}
    failed.job.finished_at = timezone.now()
    failed.job.save()
    world.keep("failed-job", failed.job)


def _settle_invitations(world: World) -> None:
    """An invitation of each purpose, all to `invited`; somebody asks to join, an owner is
    appointed."""
    brook = Organisation.objects.create(name="Brook", kind=Organisation.Kind.CLIENT)
    _join(world, "invited", brook, "owner")
    world.keep(
        "brook-enterprise",
        Enterprise.objects.create(
            name="Brook Works", economy="CN", sector="C25", size_band="10-49", owner=brook
        ),
    )
    to = {"email": world.people["invited"].email, "language": "en"}
    owner, lead = world.people["owner"], world.people["preparing-lead"]
    today = timezone.now().date()
    terms = Terms((), today + dt.timedelta(days=9))
    world.things |= {"today": today, "last-day": today + dt.timedelta(days=30)}
    lakeside, preparing = world.things["lakeside"], world.things["preparing"]
    for purpose, invitation in {
        "join": invite_member(by=owner, organisation=lakeside, role="viewer", **to),
        "advise": invite_consultancy(
            by=owner, enterprise=world.things["enterprise"], assessment=None, terms=terms, **to
        ),
        "let-in": ask_for_access(by=lead, organisation=preparing, terms=terms, **to),
        "take-over": offer_hand_over(by=lead, enterprise=world.things["prepared-enterprise"], **to),
        "withdrawn": invite_member(
            by=owner, organisation=lakeside, role="viewer", email="w@example.org", language="en"
        ),
        "appointment": appoint_owner(
            by=world.people["administrator"],
            organisation=world.things["harbour"],
            email="new.owner@example.org",
            language="en",
            reason=next(iter(APPOINTMENT_REASONS)),
        ),
    }.items():
        world.keep(f"invitation-{purpose}", invitation)
    withdraw_invitation(by=owner, invitation=world.things["invitation-withdrawn"])
    Event.objects.filter(kind__in=KINDS.values()).forget()  # they may be sent again
    ask_to_join(by=world.people["asker"], email=owner.email)
    world.keep("join-request", JoinRequest.objects.get(user=world.people["asker"]))


def _settle_export(world: World) -> None:
    """Everything held about Lakeside's plant, as the file that its owner asked for."""
    export = request_export(by=world.people["owner"], enterprise=world.things["enterprise"])
    queue.work_one({Job.Kind.EXPORT: build_export})
    export.refresh_from_db()
    world.keep("export", export)


def _sign_in(world: World) -> None:
    """Sessions and tokens for all, and then one account is closed."""
    for visitor, user in world.people.items():
        client = world.client(visitor)
        client.force_login(user)
        # As if the password had been typed a moment ago, until all is asked.
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time() + 24 * 3600, "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        browser = UserSession.objects.create(
            user=user, ip="127.0.0.1", user_agent="", session_key=session.session_key
        )
        world.keep(f"session-{visitor}", browser)
        world.sessions[visitor] = client.cookies[settings.SESSION_COOKIE_NAME].value
        row, token = AuthToken.objects.create(user)
        world.tokens[visitor] = token
        world.keep(f"token-{visitor}", row)
    User.objects.update(last_login=None)  # long ago: no owner is there who would be in the way
    owner = world.people["owner"]
    owner.refresh_from_db()
    world.things["reset-person"] = user_pk_to_url_str(owner)
    world.things["reset-key"] = default_token_generator.make_token(owner)
    world.things["owner-email"] = owner.email
    for name, thing in (
        ("release", "draft-release"),
        ("figure", "figure"),
        ("edition", "siri-edition"),
        ("poolrelease", "pool"),
    ):
        world.things[f"admin-{name}"] = world.things[thing].pk
    world.things["admin-job"] = world.things["report"].job_id
    closed = world.people["inactive"]
    closed.is_active = False
    closed.save(update_fields=["is_active"])


def stored_files() -> Mapping[str, bytes]:
    """Everything in the media folder, by name."""
    root = Path(settings.MEDIA_ROOT)
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def put_back(files: Mapping[str, bytes]) -> None:
    """Bring the media folder back to how it was: a transaction does not roll files back."""
    root = Path(settings.MEDIA_ROOT)
    for path in root.rglob("*"):
        if path.is_file() and str(path.relative_to(root)) not in files:
            path.unlink()
    for name, content in files.items():
        path = root / name
        if not path.exists():
            path.write_bytes(content)
