"""What the pages are measured against: the same rows by bare Flask, Jinja and SQLAlchemy Core, and nothing else.

No sign-in, no scope, no rights, no navigation, no filters, no languages, no headers: a page that nobody could use.
"""

from typing import Any

from flask import Flask, render_template_string
from sqlalchemy import Engine, MetaData, Table, case, func, select

QUEUE = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>Waiting</title></head><body>
<h1>Waiting</h1><table><thead><tr><th>Enterprise</th><th>Report</th><th>Town</th><th>Red and orange</th>
<th>Waiting since</th><th>Due</th><th>In review</th></tr></thead><tbody>
{% for row in rows %}<tr><th><a href="/review/{{ row.key }}">{{ row.name }}</a></th>
<td>{{ row.year }} {{ row.occasion }}</td><td>{{ row.region_code }}</td>
<td>{{ row.highlights.major }} {{ row.highlights.larger }}</td><td>{{ row.submitted_at.date() }}</td>
<td>{{ row.review_due_on }}</td><td>{{ row.opened_by or "—" }}</td></tr>
{% endfor %}</tbody></table></body></html>"""

REGISTER = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>Register</title></head><body>
<h1>Register</h1><table><thead><tr><th>Code</th><th>Risk</th><th>Grade</th><th>Accident type</th><th>Controls</th>
<th>Person</th><th>Next check</th><th>Report</th></tr></thead><tbody>
{% for row in rows %}<tr><td>R{{ row.number }}</td>
<th><a href="/risks/{{ row.key }}">{{ row.name }}</a> {{ row.unit }} {{ row.place }}</th><td>{{ row.grade }}</td>
<td>{{ row.accident_types[0] }}</td><td>{{ row.controls }}</td><td>{{ row.responsible_person }}</td>
<td>{{ row.next_check_on }}</td><td>{{ "as filed" if row.last_filed_at else "changed" }}</td></tr>
{% endfor %}</tbody></table></body></html>"""


def bare_app(engine: Engine, metadata: MetaData, enterprise_id: int, rows: int) -> Flask:
    """An app with `/queue` and `/register`, each of so many rows, on the portal's own database."""
    app = Flask("bare")
    statements = {
        "queue": (_queue(metadata, rows), QUEUE),
        "register": (_register(metadata, enterprise_id, rows), REGISTER),
    }

    @app.get("/<name>")
    def show(name: str) -> str:
        statement, template = statements[name]
        with engine.connect() as connection:
            return render_template_string(template, rows=connection.execute(statement).all())

    return app


def _queue(metadata: MetaData, rows: int) -> Any:
    filing, enterprise = metadata.tables["filing"], metadata.tables["enterprise"]
    return (
        select(
            filing.c.key, enterprise.c.name, enterprise.c.region_code, filing.c.year, filing.c.occasion,
            filing.c.submitted_at, filing.c.review_due_on, filing.c.opened_by, filing.c.highlights,
        )
        .join(enterprise, enterprise.c.id == filing.c.enterprise_id)
        .where(filing.c.state.in_(("submitted", "endorsed")))
        .order_by(filing.c.review_due_on, filing.c.id)
        .limit(rows)
    )  # fmt: skip


def _register(metadata: MetaData, enterprise_id: int, rows: int) -> Any:
    risk, control = metadata.tables["risk"], metadata.tables["control"]
    return (
        select(
            risk.c.key, risk.c.number, risk.c.unit, risk.c.place, risk.c.name, risk.c.grade, risk.c.accident_types,
            risk.c.responsible_person, risk.c.last_filed_at,
            _of_controls(risk, control, func.count()).label("controls"),
            _of_controls(risk, control, func.min(control.c.next_check_on)).label("next_check_on"),
        )
        .where(risk.c.enterprise_id == enterprise_id, risk.c.removed_at.is_(None))
        .order_by(case({"major": 4, "larger": 3, "general": 2}, value=risk.c.grade, else_=1).desc(), risk.c.number)
        .limit(rows)
    )  # fmt: skip


def _of_controls(risk: Table, control: Table, counted: Any) -> Any:
    """A number over the living controls of a row."""
    of_row = (control.c.risk_id == risk.c.id, control.c.removed_at.is_(None))
    return select(counted).select_from(control).where(*of_row).correlate(risk).scalar_subquery()
