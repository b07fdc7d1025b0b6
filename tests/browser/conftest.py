"""A live server beside the tests and one Chromium a worker; every person of a story has a window of his own."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from portal.config import Settings
from portal.serving import make_server
from tests.browser.screens import Window
from tests.build import PASSWORD

RECORDINGS = os.environ.get("RECORDINGS", "")
"""Folder for the traces of a run (`make story`), one a window: `playwright show-trace FILE`; empty: none."""

WIDTHS = {"desktop": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives Chromium."""
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": flags}


@pytest.fixture(scope="session")
def address(app: Flask, settings: Settings) -> Iterator[str]:
    """Where the embedded server answers for this worker."""
    server = make_server(app, settings, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)


Opening = Callable[..., Window]


@pytest.fixture
def window(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Opening]:
    """Opens windows: `window()` or `window(sign_in_name, width="phone")`; each watches for violations."""
    opened: list[Window] = []

    def open_window(name: str = "", *, width: str = "desktop", scripts: bool = True) -> Window:
        context = browser.new_context(
            viewport=WIDTHS[width],
            locale="zh-CN",
            base_url=address,
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        if RECORDINGS:
            context.tracing.start(screenshots=True, snapshots=True, title=name or "visitor")
        page: Page = context.new_page()
        found = Window(page)
        opened.append(found)
        if name:
            found.sign_in(name, PASSWORD)
        return found

    yield open_window
    for number, found in enumerate(opened, start=1):
        if RECORDINGS:
            found.page.context.tracing.stop(path=Path(RECORDINGS) / f"{request.node.name}-{number}.zip")
        found.page.context.close()
        assert found.complaints == [], found.complaints
