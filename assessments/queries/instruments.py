"""Reading editions of questionnaires and the tables of their priorities."""

from assessments.access import visible_to
from assessments.models import Edition, TableSet, User
from maturity.instruments.check import find_misfits


def published_editions() -> list[Edition]:
    """The editions in which a new assessment can be started."""
    return list(Edition.objects.filter(state=Edition.State.PUBLISHED).order_by("key", "-edition"))


def newest_edition(key: str) -> Edition:
    """The newest edition that can be started; once all are retired, the newest of these."""
    issued = Edition.objects.filter(key=key).exclude(state=Edition.State.DRAFT).order_by("-edition")
    found = list(issued)
    return next((e for e in found if e.state == Edition.State.PUBLISHED), found[0])


def latest_tables(edition: Edition) -> TableSet | None:
    """The newest published tables for this questionnaire that fit its items, if there are any."""
    published = TableSet.objects.filter(key=edition.key, state=TableSet.State.PUBLISHED)
    for tables in published.order_by("-published_at", "-created_at"):
        if not find_misfits(tables.content, edition.content):
            return tables
    return None


def edition_before(user: User, edition: Edition) -> Edition | None:
    """The edition that this one follows, if it says so and the person may see that one."""
    follows = edition.content.follows
    if follows is None:
        return None
    seen = visible_to(Edition, user)
    return seen.filter(key=edition.key, edition=follows.edition).first()
