"""Reading editions of questionnaires and the tables of their priorities."""

from assessments.models import Edition, TableSet
from maturity.instruments.check import find_misfits


def published_editions() -> list[Edition]:
    """The editions in which a new assessment can be started."""
    return list(Edition.objects.filter(state=Edition.State.PUBLISHED).order_by("key", "-edition"))


def latest_tables(edition: Edition) -> TableSet | None:
    """The newest published tables for this questionnaire that fit its items, if there are any."""
    published = TableSet.objects.filter(key=edition.key, state=TableSet.State.PUBLISHED)
    for tables in published.order_by("-published_at", "-created_at"):
        if not find_misfits(tables.content, edition.content):
            return tables
    return None


def edition_before(edition: Edition) -> Edition | None:
    """The edition that this one follows, if it says so and that one is there."""
    follows = edition.content.follows
    if follows is None:
        return None
    return Edition.objects.filter(key=edition.key, edition=follows.edition).first()
