"""The pictures of the README (`make screenshots`): pages of the demo city at two widths, and an order."""

import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select

from portal import clock, create_app
from portal.access import SYSTEM, act_as
from portal.accounts.model import Membership, Person
from portal.assessments.model import Assessment
from portal.config import Settings
from portal.db import ROOT, alembic, session
from portal.demo.listing import SHOWN_FIRST, Account, accounts
from portal.demo.loading import load_city
from portal.documents import actions as documents
from portal.documents.model import Paper
from portal.filings.model import Filing
from portal.filings.rules import FilingState
from portal.plans.model import SitePlan
from portal.risks.model import Risk
from portal.risks.rules import Grade
from portal.serving import make_server
from tests.browser.screens import Window

PICTURES = ROOT / "docs" / "pictures"
WIDTHS = {"": (1366, 820), "-phone": (390, 844)}


def main() -> None:
    """Load a demo city into a temporary folder, serve it, photograph it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_folder=Path(folder), demo=True)
        app = create_app(settings)
        with app.app_context():
            alembic.upgrade()
        with app.app_context():
            load_city(clock.now())
        server = make_server(app, settings, "127.0.0.1", 0)
        threading.Thread(target=server.run, daemon=True).start()
        PICTURES.mkdir(parents=True, exist_ok=True)
        _photograph(app, f"http://127.0.0.1:{server.effective_port}")
        _print_order(app)


def _photograph(app: Flask, address: str) -> None:
    with app.app_context():
        people = {account.role: account for account in accounts(everybody=False)}
        pages = _pages()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for role, paths in pages.items():
            for suffix in WIDTHS:
                _visit(browser, address, people[role], paths, suffix)
        browser.close()


def _visit(browser: Browser, address: str, who: Account, paths: dict[str, str], suffix: str) -> None:
    width, height = WIDTHS[suffix]
    size = {"width": width, "height": height}
    window = Window(browser.new_page(viewport=size, base_url=address, locale="zh-CN"))  # type: ignore[arg-type]
    window.sign_in(who.sign_in, who.password)
    for name, path in paths.items():
        window.go(path).page.screenshot(path=PICTURES / f"{name}{suffix}.png")
    window.page.close()


def _pages() -> dict[str, dict[str, str]]:
    """Names and addresses of the pages to photograph, by the role that opens them."""
    act_as(SYSTEM)
    risk = session().scalars(select(Risk).where(Risk.grade == Grade.LARGER, Risk.number == 6)).first()
    plan, assessment = _own(SitePlan), _own(Assessment)
    waiting = session().scalars(select(Filing).where(Filing.state == FilingState.ENDORSED)).first()
    assert waiting is not None
    assert risk is not None
    return {
        "filer": {
            "tasks": "/", "register": "/risks", "filings": "/filings", "usual": "/risks/usual",
            "plan": f"/plans/{plan.key}", "checks": "/checks",
            "assessment": f"/assessments/{assessment.key}", "section": f"/assessments/{assessment.key}/sections/5.4",
        },
        "county_reviewer": {
            "queue": "/review", "review": f"/review/{waiting.key}", "risk": f"/risks/{risk.key}",
            "overview": "/overview", "enterprises": "/enterprises", "papers": "/papers", "levels": "/levels/all",
        },
    }  # fmt: skip


def _own(kind: Any) -> Any:
    """The newest thing of a kind that belongs to the enterprise of the demo person shown first."""
    statement = (
        select(kind)
        .join(Membership, Membership.enterprise_id == kind.enterprise_id)
        .join(Membership.person)
        .where(Person.sign_in_name == SHOWN_FIRST[0])
        .order_by(kind.id.desc())
    )
    found = session().scalars(statement).first()
    assert found is not None
    return found


def _print_order(app: Flask) -> None:
    """The first page of an order, as it prints."""
    with app.app_context(), tempfile.TemporaryDirectory() as folder:
        act_as(SYSTEM)
        paper = session().scalars(select(Paper).where(Paper.kind == "rectification_order")).first()
        assert paper is not None
        content = documents.download(paper, by=SYSTEM, at=clock.now())
        sheet = Path(folder) / "order.pdf"
        sheet.write_bytes(content)
        command = ["pdftoppm", "-png", "-r", "80", "-singlefile", str(sheet), str(PICTURES / "order")]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
