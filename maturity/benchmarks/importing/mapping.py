"""Which column of somebody's table holds which of ours: suggested by name, decided by a person."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from maturity.benchmarks.reading import ALL_COLUMNS, TEXTS, column_of, split_column
from maturity.instruments.edition import LANGUAGES
from maturity.instruments.faults import Fault

MAY_BE_MISSING = (
    *("page", "fact", "value_max", "period", "n"),
    *(column_of(text, language) for text in TEXTS if text != "label" for language in LANGUAGES),
)
"""Columns that a table may do without: every figure may leave them empty."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "key": ("id", "code", "figure", "键", "键名", "编号", "代码", "キー", "コード", "識別子"),
    "economy": (
        *("country", "region", "国家", "国家地区", "经济体", "地区"),
        *("国", "国地域", "国・地域", "国名"),
    ),
    "dimension": ("维度", "领域", "次元", "分野", "領域"),
    "theme": ("topic", "主题", "テーマ", "主題"),
    "chapter": ("章", "章节", "章番号"),
    "section": ("节", "節"),
    "page": ("页", "页码", "ページ", "頁"),
    "kind": ("对照类型", "对比类型", "比较类型", "比較の種類", "比較種別"),
    "mode": ("对照方式", "表述方式", "可作表述", "表示方法", "比較方法"),
    "fact": ("question", "对照题目", "事实题", "比較対象", "比較する設問"),
    "status": ("状态", "性质", "状態", "区分"),
    "qualifier": ("限定词", "修饰词", "精度", "限定語", "修飾語"),
    "value": ("number", "figurevalue", "数值", "值", "数据", "値", "数値"),
    "value_max": (
        *("upper", "uppervalue", "max", "to", "上限", "最大值", "数值上限"),
        *("上限値", "最大値"),
    ),
    "unit": ("单位", "単位"),
    "period": (
        "year",
        "date",
        "time",
        "时间",
        "年份",
        "时期",
        "期间",
        "年",
        "時点",
        "期間",
        "時期",
    ),
    "n": ("samplesize", "enterprises", "样本量", "企业数", "样本数", "標本数", "企業数", "回答数"),
    "label": ("indicator", "name", "title", "指标", "指标名称", "名称", "指標", "指標名", "項目名"),
    "source": ("origin", "reference", "来源", "数据来源", "出处", "出所", "出典", "情報源"),
    "caveat": ("note", "remark", "comment", "注意", "说明", "备注", "注意事項", "注記", "備考"),
    "base": ("population", "总体", "统计范围", "対象企業", "母集団", "対象"),
}
"""Names under which people file our columns, without spaces and signs; those of texts without
their language."""

_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "en": ("en", "eng", "english", "英文", "英语", "英語"),
    "zh-hans": (
        "zhhans",
        "zh",
        "cn",
        "zhcn",
        "chs",
        "chinese",
        "中文",
        "简体中文",
        "中国語",
        "簡体字",
    ),
    "ja": ("ja", "jp", "jpn", "japanese", "日文", "日语", "日本語"),
}
_SIGNS = re.compile(r"[\s_.:：/\\()（）［］【】\[\]<>-]+")


def suggest_mapping(header: Sequence[str]) -> dict[str, str]:
    """Return our column → a column of the table, for those that a name gives away.

    An exact name wins over one that differs in case or signs, and that over a name in another
    language. No column of the table is suggested twice.
    """
    mapping = {column: column for column in ALL_COLUMNS if column in header}
    free = [name for name in header if name not in mapping]
    for names in (_OWN, _OTHERS):
        for column in ALL_COLUMNS:
            found = next((name for name in free if _plain(name) in names[column]), None)
            if column not in mapping and found is not None:
                mapping[column] = found
                free.remove(found)
    return {column: mapping[column] for column in ALL_COLUMNS if column in mapping}


def check_mapping(mapping: Mapping[str, str], header: Sequence[str]) -> list[Fault]:
    """Return what is wrong with a mapping of our columns to those of a table.

    The path is our column. Codes: `column_not_mapped`, `header_unknown` (header),
    `header_used_twice` (header), `field_unknown` (field).
    """
    faults = [
        Fault(column, "column_not_mapped")
        for column in ALL_COLUMNS
        if column not in mapping and column not in MAY_BE_MISSING
    ]
    used: set[str] = set()
    for column, name in mapping.items():
        if column not in ALL_COLUMNS:
            faults.append(Fault(column, "field_unknown", {"field": column}))
        elif name not in header:
            faults.append(Fault(column, "header_unknown", {"header": name}))
        elif name in used:
            faults.append(Fault(column, "header_used_twice", {"header": name}))
        used.add(name)
    return faults


def _plain(name: str) -> str:
    """A name without what people write differently: case, width, spaces, signs."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", name).casefold())


def _known_names(column: str) -> set[str]:
    text, language = split_column(column)
    if language is None:
        return {_plain(name) for name in _NAMES[column]}
    return {
        _plain(first + second)
        for name in (text, *_NAMES[text])
        for spoken in _LANGUAGES[language]
        for first, second in ((name, spoken), (spoken, name))
    }


_OWN = {column: {_plain(column)} for column in ALL_COLUMNS}
_OTHERS = {column: _known_names(column) for column in ALL_COLUMNS}
