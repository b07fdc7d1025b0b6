"""A test client whose answers are parsed pages that check themselves: one h1, unique ids, labels, a title, the CSP."""

import secrets
from contextvars import Context
from typing import Any

import flask
from bs4 import BeautifulSoup
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from portal.db import session

LISTS = ("rows", "grades")
"""Hidden fields that a form may send many times."""


class Browser(FlaskClient):
    """Asks in a context of its own, as a server does: neither `g` nor the session of the test leaks in."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        """Ask, then let the test see what was written."""
        answer = Context().run(super().open, *args, **options)
        if has_app_context():
            session().rollback()
        return answer


class PageClient:
    """Speaks to the app as a browser without JavaScript does: follows a form from the page that it is on."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = Browser(app, app.response_class, use_cookies=True)

    def sign_in(self, member: Any) -> "PageClient":
        """Open a sign-in for a membership made by a builder, without the ceremony of the page."""
        from tests.build import signed_in_token

        with self.browser.session_transaction() as cookie:
            cookie["_user_id"] = signed_in_token(member)
            cookie["_fresh"] = True
        return self

    def get(self, address: str, status: int = 200, **options: Any) -> BeautifulSoup:
        """A page that must answer with this status and hold what every page holds."""
        answer = self.browser.get(address, **options)
        return self._page(answer, status)

    def post(
        self, address: str, data: dict[str, Any] | None = None, status: int = 303, **options: Any
    ) -> Any:
        """Post fields with the page's own token and key; answers the parsed page, or the address led to."""
        data = {**self.tokens(), **(data or {})}
        answer = self.browser.post(address, data=data, **options)
        if status in (302, 303) and answer.status_code == status:
            return answer.headers["Location"]
        return self._page(answer, status)

    def submit(self, page: BeautifulSoup, status: int = 303, form: int = -1, **changes: Any) -> Any:
        """Send a form of the page as it stands, with some fields changed."""
        element = page.select("main form")[form]
        answer = self.browser.post(element.get("action") or "", data={**fields_of(element), **changes})
        if status == 303 and answer.status_code == 303:
            return answer.headers["Location"]
        return self._page(answer, status)

    def tokens(self) -> dict[str, str]:
        """A valid CSRF token for this browser's session."""
        with self.browser.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", secrets.token_hex(20))
        return {"csrf_token": Context().run(self._signed, raw)}

    def _signed(self, raw: str) -> str:
        with self.app.test_request_context():
            flask.session["csrf_token"] = raw
            return str(generate_csrf())

    def _page(self, answer: TestResponse, status: int) -> BeautifulSoup:
        assert answer.status_code == status, f"{answer.status_code}: {answer.get_data(as_text=True)[:3000]}"
        page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        if page.html is not None:
            check_page(page)
        return page


def fields_of(form: Any) -> dict[str, Any]:
    """What a browser would send for the form as it stands."""
    sent: dict[str, Any] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        kind = field.get("type", field.name)
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if kind in ("submit", "file", "button"):
            continue
        sent[field["name"]] = _value(field)
    return sent


def _value(field: Any) -> str:
    if field.name == "textarea":
        return field.get_text().lstrip("\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return chosen.get("value", chosen.get_text()) if chosen else ""
    return field.get("value", "on" if field.get("type") in ("checkbox", "radio") else "")


def check_page(page: BeautifulSoup) -> None:
    """What every page holds."""
    assert page.title is not None, "a page needs a title"
    assert page.title.get_text().strip(), "a title says something"
    assert len(page.select("h1")) == 1, "a page has one h1"
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for field in page.select("main input:not([type=hidden]):not([type=submit]), main select, main textarea"):
        named = (
            field.get("aria-label")
            or field.get("aria-labelledby")
            or page.select_one(f'label[for="{field.get("id")}"]')
        )
        assert named or field.find_parent("label"), f"a field without label: {field}"
    assert not page.select("[style], script:not([src]), style"), "inline code against the CSP"
    for form in page.select('form[method="post"]'):
        hidden = [
            field["name"] for field in form.select("input[type=hidden][name]") if field["name"] not in LISTS
        ]
        assert len(hidden) == len(set(hidden)), f"a form sends a hidden field twice: {sorted(hidden)}"
