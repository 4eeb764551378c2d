"""What the columns of a table of figures, and the fields of a release, are called."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maturity.benchmarks.reading import split_column

LANGUAGE_NAMES = dict(settings.LANGUAGES)

NAMES: Mapping[str, Promise] = {
    "key": gettext_lazy("Key"),
    "economy": gettext_lazy("Economy"),
    "dimension": gettext_lazy("Dimension"),
    "theme": gettext_lazy("Theme"),
    "chapter": gettext_lazy("Chapter"),
    "section": gettext_lazy("Section"),
    "page": gettext_lazy("Page"),
    "kind": gettext_lazy("Kind of comparison"),
    "mode": gettext_lazy("What may be said"),
    "fact": gettext_lazy("Held against"),
    "status": gettext_lazy("Kind of value"),
    "qualifier": gettext_lazy("Qualifier"),
    "value": gettext_lazy("Value"),
    "value_max": gettext_lazy("Upper value"),
    "unit": gettext_lazy("Unit"),
    "period": gettext_lazy("Period"),
    "n": gettext_lazy("Number of enterprises (n)"),
    "label": gettext_lazy("Indicator"),
    "base": gettext_lazy("Population"),
    "source": gettext_lazy("Source"),
    "caveat": gettext_lazy("Caveat"),
    "title": gettext_lazy("Title"),
    "publisher": gettext_lazy("Publisher"),
    "edition": pgettext_lazy("release", "Edition"),
    "population": gettext_lazy("Population"),
    "method_note": gettext_lazy("Method"),
    "licence_note": gettext_lazy("Licence"),
    "published": gettext_lazy("Published on"),
    "state": gettext_lazy("State"),
    "review_note": gettext_lazy("What needs correcting"),
    "withdrawn_reason": gettext_lazy("Reason for the withdrawal"),
    "published_at": gettext_lazy("Published here on"),
    "withdrawn_at": gettext_lazy("Withdrawn on"),
}


def column_text(column: str) -> str:
    """The name of a column or field; a text column names its language ("Indicator (日本語)").

    What nobody has named, such as the heading of one chapter, is called as in the file.
    """
    name, language = split_column(column)
    said = str(NAMES.get(name, name))
    if language is None:
        return said
    return _("%(name)s (%(language)s)") % {"name": said, "language": LANGUAGE_NAMES[language]}
