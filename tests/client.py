"""A test client whose answers are parsed pages that check themselves: one h1, unique ids, labels, a title, the CSP."""

from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from portal.access import Actor


class PageClient:
    """Speaks to the app as a browser without JavaScript does: follows a form from the page that it is on."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()

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

    def post(self, address: str, data: dict[str, Any] | None = None, status: int = 303, **options: Any) -> Any:
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
        from flask_wtf.csrf import generate_csrf

        with self.browser.session_transaction() as cookie:
            raw = cookie.get("csrf_token")
        with self.app.test_request_context():
            from flask import session

            if raw:
                session["csrf_token"] = raw
            token = generate_csrf()
            raw = session["csrf_token"]
        with self.browser.session_transaction() as cookie:
            cookie["csrf_token"] = raw
        return {"csrf_token": token}

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
    assert page.title and page.title.get_text().strip(), "a page needs a title"
    assert len(page.select("h1")) == 1, "a page has one h1"
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for field in page.select("main input:not([type=hidden]):not([type=submit]), main select, main textarea"):
        named = field.get("aria-label") or field.get("aria-labelledby") or page.select_one(f'label[for="{field.get("id")}"]')
        assert named or field.find_parent("label"), f"a field without label: {field}"
    assert not page.select("[style], script:not([src]), style"), "inline code against the CSP"
