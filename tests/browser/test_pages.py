"""Every page that a role reaches by links from its home: sound in code, in words, in width, and for every reader."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Error, Page, Response
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from portal import clock
from portal.access import SYSTEM, act_as
from portal.accounts.model import Membership
from portal.db import session
from portal.filings import reviewing
from portal.filings.model import Filing
from tests.browser.conftest import WIDTHS, Opening
from tests.browser.screens import Window
from tests.security.world import World, the_world

ROLES = (
    "own filer", "own signer", "own administrator", "town reviewer", "town inspector", "county chief",
    "county administrator", "county observer",
)  # fmt: skip
FILES = ("documents.download", "risks.evidence", "static", "stylesheet")
"""Addresses that answer with a file which a browser shows."""

SEVERE = ("serious", "critical")
KNOWN_WORDS = {
    "Chrome", "Linux", "VOCs", "Excel", "JPEG", "WebP", "docx", "pdf", "xlsx", "xls", "csv", "working", "copy", "Enter",
    "Delete", "Tab", "micro", "foreign", "framework", "mechanical", "professional", "responsibility", "standard",
}  # fmt: skip
"""Products, formats, keys, codes of standards, and the version of the catalogue as its data tell it."""

ENGLISH = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*[a-z])[A-Za-z]{3,}(?![A-Za-z0-9])")
"""Words, not the short forms of trades and standards (LNG, GBZ)."""

WORDS_IN_CHINESE = """() => {
  const foreign = "[lang=en], .code, .digest, [data-words], script, style, datalist";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest(foreign)) found.push(walker.currentNode.data);
  return found.join("\\n");
}"""
LINKS = "() => Array.from(document.querySelectorAll('a[href]:not([data-language])'), (link) => link.href)"


@dataclass
class Crawl:
    """One role's way through the pages: each kind of page once; what is wrong is gathered, to be told at once."""

    window: Window
    app: Flask
    seen: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def run(self) -> "Crawl":
        """Follow the links from the home."""
        self.page.on("response", self._watch)
        waiting = ["/"]
        while waiting:
            path = waiting.pop(0)
            endpoint = self._endpoint(path)
            if endpoint and endpoint not in self.seen:
                self.seen.add(endpoint)
                if self._opens(path):
                    self.faults += [f"{path}: {fault}" for fault in look_at(self.page)]
                    waiting += self._links()
        return self

    def _opens(self, path: str) -> bool:
        """Open a page; whether it is one, and no file to be kept."""
        try:
            self.window.go(path)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            return False
        return True

    @property
    def page(self) -> Page:
        """The browser's page."""
        return self.window.page

    def _watch(self, answer: Response) -> None:
        if answer.status >= 400:
            self.faults.append(f"{answer.url}: {answer.status}")

    def _links(self) -> list[str]:
        """Addresses of this portal that the page links to."""
        here = urlsplit(self.page.url)
        found = [urlsplit(urljoin(self.page.url, link)) for link in self.page.evaluate(LINKS)]
        return [f"{one.path}?{one.query}" for one in found if one.netloc == here.netloc]

    def _endpoint(self, path: str) -> str:
        """The kind of page behind an address; empty for what is no page."""
        try:
            endpoint, _values = self.app.url_map.bind("127.0.0.1").match(urlsplit(path).path)
        except HTTPException:
            return ""
        return "" if endpoint in FILES else str(endpoint)


@pytest.fixture
def world() -> World:
    """Two enterprises with everybody; the town has begun to look at the report."""
    world = the_world()
    act_as(world.actors["town reviewer"])
    filing = session().scalars(select(Filing).where(Filing.kind_code == "risk_report")).one()
    reviewing.open_review(filing, by=world.actors["town reviewer"], at=clock.now())
    act_as(SYSTEM)
    return world


@pytest.mark.timeout(240)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_sound_at_both_widths(
    role: str, world: World, app: Flask, window: Opening
) -> None:
    name = session().get_one(Membership, world.members[role]).person.sign_in_name
    crawl = Crawl(window(name), app).run()
    assert len(crawl.seen) >= 6
    assert not crawl.faults, "\n".join(crawl.faults)


def test_every_page_of_a_visitor_is_sound_at_both_widths(app: Flask, window: Opening) -> None:
    crawl = Crawl(window(), app).run()
    assert {"accounts.sign_in", "accounts.forgotten", "registry.register"} <= crawl.seen
    assert not crawl.faults, "\n".join(crawl.faults)


def look_at(page: Page) -> Iterator[str]:
    """What is wrong with the page, at both widths."""
    for width in WIDTHS.values():
        page.set_viewport_size(width)  # type: ignore[arg-type]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            yield f"scrolls sideways at {width['width']} px"
        yield from barriers(page)
    if not re.search(r". · 安报$", page.title()):
        yield f"title {page.title()!r}"
    if page.locator("h1").count() != 1:
        yield "not one h1"
    if page.locator("html").get_attribute("lang") != "zh-Hans":
        yield "language"
    foreign = set(ENGLISH.findall(page.evaluate(WORDS_IN_CHINESE))) - KNOWN_WORDS
    if foreign:
        yield f"English words {sorted(foreign)}"


def barriers(page: Page) -> Iterator[str]:
    """What axe finds serious or critical."""
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    for violation in found.response["violations"]:
        if violation["impact"] in SEVERE:
            yield f"{violation['id']}: {[node['target'] for node in violation['nodes']]}"
