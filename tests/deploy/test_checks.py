"""The checks see what they were made for, and nothing beside it."""

import ast
import re

import pytest

from deploy.checks import doors, locks, sizes, templates, traces, words
from deploy.checks.findings import Finding
from deploy.checks.trees import is_view, length


def seen(sight: doors.Sight, code: str) -> bool:
    return bool(list(sight(ast.parse(code))))


@pytest.mark.parametrize(
    ("sight", "code"),
    [
        (doors.imports("weasyprint"), "from weasyprint.urls import URLFetcher"),
        (doors.writes_state, "filing._state = State.APPROVED"),
        (doors.writes_state, "Filing(_state=State.APPROVED)"),
        (doors.uses("__table__"), "select(Filing.__table__)"),
        (doors.uses("db.engine"), "with db.engine.begin(): pass"),
        (doors.asks_session, "session().scalars(statement)"),
        (doors.calls("now"), "datetime.now(UTC)"),
        (doors.decides_in_view, "@bp.get('/')\ndef show(filing):\n    if filing.state is DRAFT: pass"),
        (doors.decides_in_view, "@bp.get('/')\ndef show(filing):\n    return filing.count + 1"),
    ],
)
def test_a_door_sees_what_it_was_made_for(sight, code):
    assert seen(sight, code)


@pytest.mark.parametrize(
    ("sight", "code"),
    [
        (doors.imports("weasyprint"), "import weasyprinter"),
        (doors.writes_state, "return self._state"),
        (doors.asks_session, "rows = overdue_filings(session(), on)"),
        (doors.decides_in_view, "def helper(filing):\n    if filing.state is DRAFT: pass"),
        (doors.decides_in_view, "@bp.get('/')\ndef show(form):\n    if form.validate_on_submit(): pass"),
    ],
)
def test_a_door_leaves_the_rest_alone(sight, code):
    assert not seen(sight, code)


@pytest.mark.parametrize(
    "line",
    [
        "{{ name|safe }}", "<script>alert(1)</script>", '<p style="color: red">', '<a onclick="go()">',
        '<div hx-on:click="go()">', "{# TODO #}", '<a href="javascript:go()">',
    ],
)  # fmt: skip
def test_a_template_may_not_hold(line):
    assert any(re.search(pattern, line) for pattern, _wrong, _way_out in templates.LINES)


@pytest.mark.parametrize(
    "line", ['<script src="/static/a.js"></script>', '<p class="style">', "{{ _('on time') }}"]
)
def test_a_template_may_hold(line):
    assert not any(re.search(pattern, line) for pattern, _wrong, _way_out in templates.LINES)


def parsed(source: str, check) -> list[str]:
    template = templates.environment().parse(source)
    return [finding.wrong for finding in check("templates/filings/show.html", template)]


def test_an_import_that_is_not_used_is_found():
    source = '{% from "a.html" import tile, sheet %}{{ tile() }}'
    assert parsed(source, templates._unused_imports) == ["sheet is imported and not used"]


def test_a_template_that_decides_on_a_state_is_found():
    assert parsed("{% if filing.state == x %}a{% endif %}", templates._logic)


def test_words_outside_the_catalogue_are_found_between_tags_alone(monkeypatch):
    monkeypatch.setattr(templates, "read", lambda _path: "")
    assert parsed('<p class="plain {{ x }} words">{{ _("Name") }} PDF</p>', templates._raw_words) == []
    assert parsed("<p>Name {{ x }}</p>", templates._raw_words) == ["words outside _(): Name"]


def test_a_view_is_measured_without_its_docstring():
    (view,) = ast.parse('@bp.route("/")\ndef show():\n    """One.\n\n    Two.\n    """\n    return 1').body
    assert is_view(view)
    assert length(view) == 2
    assert sizes.VIEW_LINES == 15


@pytest.mark.parametrize(
    "text", ["see /home/somebody", "pip --extra-index-url x", '"resolved": "https://r"', "a@b.com"]
)
def test_a_trace_of_a_machine_is_found(text):
    assert any(re.search(pattern, text) for pattern, _wrong, _way_out in traces.TRACES)


def test_a_trace_is_not_seen_in_an_address_of_the_portal():
    assert not any(
        re.search(pattern, "/risks/work/x a@example.org") for pattern, _wrong, _way_out in traces.TRACES
    )


@pytest.mark.parametrize(
    ("english", "chinese", "wrong"),
    [
        ("Save", "", "no Chinese"),
        ("%(name)s is late.", "晚了。", "a placeholder is missing"),
        ("Sign in", "请登录", "请 in the Chinese"),
        ("Done", "完成！", "！ in the Chinese"),
    ],
)
def test_an_entry_of_the_catalogue_that_is_unfit_is_found(english, chinese, wrong):
    message = words.Message(english, chinese)
    assert [found for found in words._entry(message, used=True) if found.wrong.startswith(wrong)]


def test_a_migration_that_locks_a_large_table_is_found():
    found = list(locks._read("0042_add_index", "CREATE INDEX i ON filing (state);"))
    assert [finding.path for finding in found] == ["migrations/0042_add_index.py"]


def test_a_finding_tells_place_reason_and_way_out():
    assert str(Finding("a.py", 3, "too long", "split it")) == "a.py:3: too long → split it"
