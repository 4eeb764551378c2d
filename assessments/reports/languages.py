"""Language tags of the report's parts: a tag chooses the regional shape of a Chinese character."""

HTML_LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "ja": "ja"}

# How Chinese characters are drawn where an enterprise is at home.
_BY_ECONOMY = {
    "CN": "zh-Hans",
    "SG": "zh-Hans",
    "MY": "zh-Hans",
    "TW": "zh-Hant",
    "HK": "zh-Hant",
    "MO": "zh-Hant",
    "JP": "ja",
    "KR": "ko",
}


def written_language(text: str, *, economy: str) -> str:
    """The tag of a text that somebody typed; empty if it is set like the report around it.

    The kana and the Korean letters give a language away, Chinese characters do not: there the
    economy decides.
    """
    if any("\u3040" <= character <= "\u30ff" for character in text):
        return "ja"
    if any("\uac00" <= character <= "\ud7af" for character in text):
        return "ko"
    if any(
        "\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" or c >= "\U00020000" for c in text
    ):
        return _BY_ECONOMY.get(economy, "")
    return ""
