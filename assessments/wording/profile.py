"""Names of economies, sectors and sizes in the active language."""

import functools

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

BABEL_LOCALES = {"en": "en_GB", "zh-hans": "zh_Hans_CN", "ja": "ja_JP"}
# What CLDR names beside the 249 assigned codes: unions, exceptional reservations, test codes.
NOT_ECONOMIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)

# ISIC Rev. 4: sections, and the divisions of manufacturing (section C).
SECTORS: dict[str, Promise] = {
    "A": _("Agriculture, forestry and fishing"),
    "B": _("Mining and quarrying"),
    "C10": _("Food products"),
    "C11": _("Beverages"),
    "C12": _("Tobacco products"),
    "C13": _("Textiles"),
    "C14": _("Wearing apparel"),
    "C15": _("Leather and related products"),
    "C16": _("Wood and wood products, except furniture"),
    "C17": _("Paper and paper products"),
    "C18": _("Printing and reproduction of recorded media"),
    "C19": _("Coke and refined petroleum products"),
    "C20": _("Chemicals and chemical products"),
    "C21": _("Pharmaceutical products"),
    "C22": _("Rubber and plastics products"),
    "C23": _("Other non-metallic mineral products"),
    "C24": _("Basic metals"),
    "C25": _("Fabricated metal products"),
    "C26": _("Computer, electronic and optical products"),
    "C27": _("Electrical equipment"),
    "C28": _("Machinery and equipment"),
    "C29": _("Motor vehicles and trailers"),
    "C30": _("Other transport equipment"),
    "C31": _("Furniture"),
    "C32": _("Other manufacturing"),
    "C33": _("Repair and installation of machinery"),
    "D": _("Electricity, gas, steam and air conditioning supply"),
    "E": _("Water supply, sewerage, waste management"),
    "F": pgettext_lazy("sector", "Construction"),
    "G": _("Wholesale and retail trade"),
    "H": _("Transportation and storage"),
    "I": _("Accommodation and food service"),
    "J": _("Information and communication"),
    "K": _("Financial and insurance activities"),
    "L": _("Real estate activities"),
    "M": _("Professional, scientific and technical activities"),
    "N": _("Administrative and support services"),
    "O": _("Public administration and defence"),
    "P": pgettext_lazy("sector", "Education"),
    "Q": _("Human health and social work"),
    "R": _("Arts, entertainment and recreation"),
    "S": _("Other service activities"),
}


def active_language() -> str:
    """The language of this request or report, always one of the three."""
    language = get_language() or "en"
    return language if language in BABEL_LOCALES else "en"


def babel_locale(language: str | None = None) -> Locale:
    return Locale.parse(BABEL_LOCALES[language or active_language()])


@functools.cache
def economy_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes that an enterprise may belong to."""
    codes = babel_locale("en").territories
    return frozenset(c for c in map(str, codes) if len(c) == 2 and c.isalpha()) - NOT_ECONOMIES


@functools.cache
def _economy_choices(language: str) -> list[tuple[str, str]]:
    names = babel_locale(language).territories
    first = ["CN", "JP", "SG"]  # where most of the users are

    def sort_key(code: str) -> bytes:
        # GBK orders the common characters by their reading, as a Chinese reader looks them up.
        return str(names[code]).encode("gbk" if language == "zh-hans" else "utf-8", "replace")

    rest = sorted(economy_codes() - set(first), key=sort_key)
    return [(code, names[code]) for code in [*first, *rest]]


def economy_choices() -> list[tuple[str, str]]:
    """Codes with names in the active language; the home markets first, then by name."""
    return _economy_choices(active_language())


def economy_text(code: str) -> str:
    return str(babel_locale().territories.get(code, code))


def sector_codes() -> frozenset[str]:
    return frozenset(SECTORS)


def sector_choices() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in SECTORS.items()]


def sector_text(code: str) -> str:
    return str(SECTORS.get(code, code))
