"""The event log in words: what was done, by whom, to whose enterprise.

For each kind there is a row of patterns; the first whose names all belong to the event is said. The
last one needs none. The subject is missing on purpose: who did it stands beside the sentence.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from assessments.models import Event, Membership
from assessments.wording.profile import active_language
from assessments.wording.results import item_name
from maturity.instruments.items import Item

Kind = Event.Kind
COMMAND, LINK = "command", "link"
"""Noted as `through` with an event that nobody caused who had signed in."""

SENTENCES: Mapping[str, tuple[str | Promise, ...]] = {
    Kind.SIGNED_IN: (pgettext_lazy("event log", "Signed in"),),
    Kind.MEMBER_INVITED: (
        gettext_lazy("Invited %(address)s as %(role)s"),
        gettext_lazy("Invited %(address)s"),
        gettext_lazy("Invited a member"),
    ),
    Kind.MEMBER_JOINED: (
        gettext_lazy("Let %(person)s join as %(role)s"),
        gettext_lazy("Let %(person)s join"),
        gettext_lazy("Joined as %(role)s"),
        pgettext_lazy("event log", "Joined"),
    ),
    Kind.MEMBER_LEFT: (gettext_lazy("Left the organisation"),),
    Kind.MEMBER_REMOVED: (
        gettext_lazy("Removed %(person)s from the organisation"),
        gettext_lazy("Removed a member"),
    ),
    Kind.ROLE_CHANGED: (
        gettext_lazy("Gave %(person)s the role “%(role)s”"),
        gettext_lazy("Changed the role of %(person)s"),
        gettext_lazy("Changed a role"),
    ),
    Kind.OWNER_APPOINTED: (
        gettext_lazy("Appointed %(person)s as owner of the organisation"),
        gettext_lazy("Appointed %(address)s as owner of the organisation"),
        gettext_lazy("Appointed an owner of the organisation"),
    ),
    Kind.INVITATION_SENT_AGAIN: (
        gettext_lazy("Sent the invitation to %(address)s again"),
        gettext_lazy("Sent an invitation again"),
    ),
    Kind.INVITATION_WITHDRAWN: (
        gettext_lazy("Withdrew the invitation to %(address)s"),
        gettext_lazy("Withdrew an invitation"),
    ),
    Kind.INVITATION_DECLINED: (gettext_lazy("Declined an invitation"),),
    Kind.JOIN_DECLINED: (
        gettext_lazy("Declined the request of %(person)s to join"),
        gettext_lazy("Declined a request to join"),
    ),
    Kind.ORGANISATION_FOUNDED: (gettext_lazy("Founded the organisation"),),
    Kind.ORGANISATION_RENAMED: (gettext_lazy("Renamed the organisation"),),
    Kind.ENTERPRISE_CREATED: (gettext_lazy("Added the enterprise"),),
    Kind.ENTERPRISE_CHANGED: (gettext_lazy("Changed the details of the enterprise"),),
    Kind.ENTERPRISE_HANDED_OVER: (gettext_lazy("The enterprise was handed over"),),
    Kind.ENTERPRISE_ERASED: (gettext_lazy("Erased the enterprise and everything held about it"),),
    Kind.CONSULTANCY_INVITED: (
        gettext_lazy("Invited the consultancy of %(address)s"),
        gettext_lazy("Invited a consultancy"),
    ),
    Kind.ACCESS_ASKED: (
        gettext_lazy("Asked %(address)s for access to the enterprise"),
        gettext_lazy("Asked for access to an enterprise"),
    ),
    Kind.HAND_OVER_OFFERED: (
        gettext_lazy("Offered %(address)s the hand-over of the enterprise"),
        gettext_lazy("Offered the hand-over of the enterprise"),
    ),
    Kind.GRANT_GIVEN: (
        gettext_lazy("Gave %(consultancy)s a grant"),
        gettext_lazy("Gave a grant"),
    ),
    Kind.GRANT_CHANGED: (
        gettext_lazy("Changed the grant of %(consultancy)s"),
        gettext_lazy("Changed a grant"),
    ),
    Kind.GRANT_REVOKED: (
        gettext_lazy("Revoked the grant of %(consultancy)s"),
        gettext_lazy("Revoked a grant"),
    ),
    Kind.READ_UNDER_GRANT: (
        gettext_lazy("Looked at “%(questionnaire)s” under a grant"),
        gettext_lazy("Looked at the enterprise under a grant"),
    ),
    Kind.ASSESSMENT_STARTED: (
        gettext_lazy("Started the assessment “%(questionnaire)s”"),
        gettext_lazy("Started an assessment"),
    ),
    Kind.ASSESSMENT_ASSIGNED: (
        gettext_lazy("Asked %(person)s to answer questions of “%(questionnaire)s”"),
        gettext_lazy("Asked a colleague to answer questions of “%(questionnaire)s”"),
        gettext_lazy("Asked a colleague to answer questions"),
    ),
    Kind.ASSIGNMENT_WITHDRAWN: (
        gettext_lazy("Asked a colleague no longer to answer questions of “%(questionnaire)s”"),
        gettext_lazy("Asked a colleague no longer to answer questions"),
    ),
    Kind.COLLECTION_OPENED: (
        gettext_lazy("Began to collect responses to “%(questionnaire)s”"),
        gettext_lazy("Began to collect responses"),
    ),
    Kind.COLLECTION_CLOSED: (
        gettext_lazy("Closed the collection of responses to “%(questionnaire)s”"),
        gettext_lazy("Closed a collection of responses"),
    ),
    Kind.RESPONSES_FINISHED: (
        gettext_lazy("Finished the responses to “%(questionnaire)s”"),
        gettext_lazy("Finished the responses"),
    ),
    Kind.ANSWER_AGREED: (
        gettext_lazy("Agreed on the answer to “%(item)s” in “%(questionnaire)s”"),
        gettext_lazy("Agreed on answers in “%(questionnaire)s”: %(count)s"),
        gettext_lazy("Agreed on an answer in “%(questionnaire)s”"),
        gettext_lazy("Agreed on an answer"),
    ),
    Kind.COMMENTED: (
        gettext_lazy("Commented on “%(item)s” in “%(questionnaire)s”"),
        gettext_lazy("Commented on “%(questionnaire)s”"),
        gettext_lazy("Wrote a comment"),
    ),
    Kind.COMMENT_DELETED: (
        gettext_lazy("Took back a comment on “%(item)s” in “%(questionnaire)s”"),
        gettext_lazy("Took back a comment on “%(questionnaire)s”"),
        gettext_lazy("Took back a comment"),
    ),
    Kind.ASSESSMENT_SUBMITTED: (
        gettext_lazy("Submitted the assessment “%(questionnaire)s”"),
        gettext_lazy("Submitted an assessment"),
    ),
    Kind.REPORT_REQUESTED: (
        gettext_lazy("Asked for the report on “%(questionnaire)s”"),
        gettext_lazy("Asked for a report"),
    ),
    Kind.REPORT_DOWNLOADED: (
        gettext_lazy("Downloaded the report on “%(questionnaire)s”"),
        gettext_lazy("Downloaded a report"),
    ),
    Kind.REPORT_DATA_DOWNLOADED: (
        gettext_lazy("Downloaded the data of the report on “%(questionnaire)s”"),
        gettext_lazy("Downloaded the data of a report"),
    ),
    Kind.BATCH_REQUESTED: (gettext_lazy("Asked for a batch of reports"),),
    Kind.BATCH_DOWNLOADED: (gettext_lazy("Downloaded a batch of reports"),),
    Kind.REISSUE_PLANNED: (gettext_lazy("Planned a report that is made again regularly"),),
    Kind.REISSUE_ENDED: (gettext_lazy("Ended a report that was made again regularly"),),
    Kind.SHARE_CREATED: (gettext_lazy("Made a link to a report"),),
    Kind.SHARE_REVOKED: (gettext_lazy("Ended a link to a report"),),
    Kind.SHARE_OPENED: (gettext_lazy("A report was read by its link"),),
    Kind.BRANDING_CHANGED: (gettext_lazy("Changed how the organisation’s reports look"),),
    Kind.JOB_RETRIED: (gettext_lazy("Started a failed job again"),),
    Kind.JOB_CANCELLED: (gettext_lazy("Cancelled a job that was waiting"),),
    Kind.EXPORT_REQUESTED: (
        gettext_lazy("Asked for an export of everything held about the enterprise"),
    ),
    Kind.EXPORT_DOWNLOADED: (
        gettext_lazy("Downloaded an export of everything held about the enterprise"),
    ),
    Kind.LOG_EXPORTED: (gettext_lazy("Exported the event log"),),
    Kind.QUESTIONNAIRE_PUBLISHED: (
        gettext_lazy("Published the questionnaire “%(questionnaire)s”"),
        gettext_lazy("Published the tables “%(tables)s”"),
        gettext_lazy("Published a questionnaire"),
    ),
    Kind.QUESTIONNAIRE_RETIRED: (
        gettext_lazy("Retired the questionnaire “%(questionnaire)s”"),
        gettext_lazy("Retired the tables “%(tables)s”"),
        gettext_lazy("Retired a questionnaire"),
    ),
    Kind.RELEASE_BEGUN: (
        gettext_lazy("Began the release “%(release)s” from an earlier one"),
        gettext_lazy("Began a release from an earlier one"),
    ),
    Kind.RELEASE_IMPORTED: (
        gettext_lazy("Imported the release “%(release)s”"),
        gettext_lazy("Imported a release"),
    ),
    Kind.RELEASE_SUBMITTED: (
        gettext_lazy("Submitted the release “%(release)s” for review"),
        gettext_lazy("Submitted a release for review"),
    ),
    Kind.RELEASE_RETURNED: (
        gettext_lazy("Returned the release “%(release)s” to its writers"),
        gettext_lazy("Returned a release to its writers"),
    ),
    Kind.RELEASE_PUBLISHED: (
        gettext_lazy("Published the release “%(release)s”"),
        gettext_lazy("Published a release"),
    ),
    Kind.RELEASE_WITHDRAWN: (
        gettext_lazy("Withdrew the release “%(release)s”"),
        gettext_lazy("Withdrew a release"),
    ),
    Kind.RELEASE_DISCARDED: (gettext_lazy("Discarded the draft of a release"),),
    Kind.POOL_CONSENT_GIVEN: (gettext_lazy("Agreed that the enterprise takes part in the pool"),),
    Kind.POOL_CONSENT_WITHDRAWN: (
        gettext_lazy("Decided that the enterprise no longer takes part in the pool"),
    ),
    Kind.POOL_RELEASE_WITHDRAWN: (
        gettext_lazy("Withdrew the pool release %(release)s"),
        gettext_lazy("Withdrew a pool release"),
    ),
}

GROUPS: Mapping[str, str | Promise] = {
    "people": gettext_lazy("Sign-ins and members"),
    "enterprises": pgettext_lazy("event log", "Enterprises"),
    "access": gettext_lazy("Consultancies and grants"),
    "answers": gettext_lazy("Assessments and answers"),
    "files": gettext_lazy("Reports and exports"),
    "pool": gettext_lazy("The pool of enterprises"),
    "site": gettext_lazy("Running the site"),
    "publications": gettext_lazy("Publications"),
}


def event_text(event: Event, names: Mapping[str, Any], *, is_hidden: bool = False) -> str:
    """What was done, in one sentence without its subject and without the enterprise."""
    gone = gone_text(is_hidden=is_hidden)
    said = {key: gone if name is None else _name(key, name) for key, name in names.items()}
    if event.object_type == "user" and event.object_id == event.actor_id:
        said.pop("person", None)  # what one did to oneself
    *fuller, last = (str(pattern) for pattern in SENTENCES[event.kind])
    for pattern in fuller:
        try:
            return pattern % said
        except KeyError:  # a name that does not belong to this event
            continue
    return last


def _name(key: str, name: Any) -> str:
    if isinstance(name, Item):
        return item_name(name)
    if isinstance(name, Mapping):
        return str(name.get(active_language(), ""))
    if key == "role":
        return str(dict(Membership.Role.choices).get(name, name))
    return str(name)


def actor_text(event: Event) -> str:
    """Who did it: a name or address, or why there is none."""
    if event.actor:
        return str(event.actor)
    if event.details.get("through") == COMMAND:
        return _("The operator of this site")
    if event.details.get("through") == LINK:
        return _("Somebody with the link")
    return pgettext("person", "(account deleted)")


def gone_text(*, is_hidden: bool) -> str:
    """What stands for a name that is gone."""
    return _("(no longer visible to you)") if is_hidden else pgettext("name", "(erased)")


def enterprise_text(name: str | None, *, is_hidden: bool) -> str:
    """The enterprise that an event concerns; empty if none."""
    return gone_text(is_hidden=is_hidden) if name is None else name
