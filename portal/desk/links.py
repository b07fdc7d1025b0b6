"""The risk register as evidence of assessments: neither room knows the other, the desk knows both."""

from collections.abc import Collection, Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.assessments.linking import LinkedRow, Source, register_source
from portal.risks import queries
from portal.risks.rules import Grade, code_of
from portal.web.words import label


def search(session: Session, enterprise_id: int, words: str) -> Sequence[LinkedRow]:
    """Rows of an enterprise's register that hold the words, the gravest first. 1 statement."""
    chosen = queries.RegisterFilter(words=words)
    found = queries.register_slice(session, enterprise_id, chosen, queries.RegisterPlace()).rows
    return [_linked(row.key, f"{row.code} {row.name}", row.grade) for row in found]


def named(session: Session, keys: Collection[str]) -> Sequence[LinkedRow]:
    """The rows of these keys, removed ones too. 1 statement."""
    return [
        _linked(key, f"{code_of(number)} {name}", grade, gone=removed_at is not None)
        for key, number, name, grade, removed_at in queries.rows_named(session, keys)
    ]


def _linked(key: str, name: str, grade: Grade | None, *, gone: bool = False) -> LinkedRow:
    return LinkedRow(key, name, label(grade) if grade else "", url_for("risks.show", risk_key=key), gone)


register_source(Source(_l("Risk register"), search, named))
