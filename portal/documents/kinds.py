"""The kinds of paper: title and form of the number."""

from typing import NamedTuple


class PaperKind(NamedTuple):
    """One kind of paper.

    `number`: its form, with the authority's mark, the year and the serial. `pitches`: line pitches in tenths of a
    point, the wanted one first; the others serve to keep a page filled before it breaks.
    """

    code: str
    title: str
    number: str
    pitches: tuple[int, ...]


RECEIPT = PaperKind(
    "report_receipt", "安全风险报告回执", "{mark}安报〔{year}〕{serial}号", pitches=(275, 240)
)
ORDER = PaperKind(
    "rectification_order",
    "责令限期整改指令书",
    "（{mark}）应急责改〔{year}〕{serial}号",
    pitches=(290, 275, 262, 250, 305),
)

SELF_ASSESSMENT = PaperKind(
    "self_assessment_report",
    "安全生产标准化自评报告",
    "{mark}安标自评〔{year}〕{serial}号",
    pitches=(275, 240),
)
CHECKLIST = PaperKind(
    "checklist_receipt", "全员安全生产责任制清单回执", "{mark}安责清〔{year}〕{serial}号", pitches=(275, 240)
)

CERTIFICATE = PaperKind(
    "standard_certificate",
    "安全生产标准化证书",
    "{mark}安标〔{year}〕{serial}号",
    pitches=(290,),
)
"""Of levels 1 to 3; an officer enters the number that comes from above, and the form here is never used."""

MICRO_CERTIFICATE = PaperKind(
    "micro_certificate",
    "小微企业安全生产标准化达标证书",
    "{mark}微安标〔{year}〕{serial}号",
    pitches=(290,),
)

_ALL = (RECEIPT, ORDER, SELF_ASSESSMENT, CHECKLIST, CERTIFICATE, MICRO_CERTIFICATE)
KINDS = {kind.code: kind for kind in _ALL}
"""Kinds by code; the code is also the name of the template."""
