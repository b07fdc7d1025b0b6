"""People before browsers without JavaScript: cookies, the forms of the page they are on, no redirect followed."""

import http.client
from collections.abc import Mapping
from contextlib import closing
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from portal.accounts.model import Membership
from tests.build import PASSWORD
from tests.client import check_page, fields_of
from tests.faults.processes import HOST, Portal

PATIENCE = 60
"""Seconds for an answer."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Answer(NamedTuple):
    """What came back."""

    status: int
    content: bytes
    location: str

    @property
    def text(self) -> str:
        """What came back, as text."""
        return self.content.decode(errors="replace")

    @property
    def page(self) -> BeautifulSoup:
        """The parsed page, with all that every page holds."""
        page = BeautifulSoup(self.text, "html.parser")
        check_page(page)
        return page

    @property
    def words(self) -> str:
        """What the main part of the page says."""
        main = self.page.select_one("main")
        assert main is not None
        return main.get_text(" ", strip=True)


class Person:
    """Somebody who asks a running portal."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.cookies: dict[str, str] = {}

    def sign_in(self, member: Membership) -> "Person":
        """Sign in on the page, as this member."""
        return self.sign_in_as(member.person.sign_in_name)

    def sign_in_as(self, sign_in_name: str) -> "Person":
        """The same by name alone; for threads, which have no rows."""
        self.cookies.clear()
        form = self.form("/sign-in")
        answer = self.post("/sign-in", {**form, "sign_in_name": sign_in_name, "password": PASSWORD})
        assert answer.status == 303, answer.text
        return self

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, Any], **headers: str) -> Answer:
        """Send fields."""
        return self._ask("POST", path, urlencode(fields).encode(), {**FORM, **headers})

    def upload(self, path: str, fields: Mapping[str, Any], name: str, content: bytes) -> Answer:
        """Send fields and a file `file`."""
        file = FileStorage(BytesIO(content), name, "file")
        boundary, body = encode_multipart({**fields, "file": file})
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def form(self, path: str) -> dict[str, Any]:
        """The fields of a page's last form as it stands, with its token and its idempotency key."""
        answer = self.get(path)
        assert answer.status == 200, f"{answer.status}: {answer.text[:2000]}"
        return fields_of(answer.page.select("main form")[-1])

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with closing(http.client.HTTPConnection(HOST, self.portal.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body, {"Cookie": cookie, **(headers or {})})
            answer = connection.getresponse()
            content = answer.read()
            for line in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return Answer(answer.status, content, answer.headers.get("Location", ""))
