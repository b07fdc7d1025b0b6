"""A window hears what the browser says against a page: without that no browser test would see a broken policy."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opening

# fmt: off
BREACHES = {
    "an inline style":      "document.querySelector('main').innerHTML = '<p style=\"color: red\">x</p>'",
    "an inline script":     "document.body.appendChild(document.createElement('script')).text = 'window.ran = 1'",
    "an inline handler":    "document.body.innerHTML = '<img src=\"/x\" onerror=\"window.ran = 1\">'",
    "a foreign image":      "document.body.appendChild(new Image()).src = 'http://evil.example/x.png'",
    "a foreign connection": "fetch('http://evil.example/').catch(() => 0)",
    "a script from data":    "document.head.appendChild(document.createElement('script')).src = 'data:,window.ran=1'",
}
# fmt: on


@pytest.mark.security
@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_of_the_policy_is_a_complaint(window: Opening, breach: str) -> None:
    opened = window().go("/sign-in")
    opened.page.evaluate(f"() => {{ {BREACHES[breach]} }}")
    heard = heard_by(opened.page, opened.complaints)
    opened.complaints.clear()
    assert any("Content Security Policy" in complaint for complaint in heard), heard
    assert opened.page.evaluate("() => window.ran") is None


def heard_by(page: Page, complaints: list[str]) -> list[str]:
    """The complaints once the browser had time to make them."""
    page.wait_for_function(
        "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true), 100)))"
    )
    return list(complaints)


@pytest.mark.security
def test_a_page_in_order_gives_no_reason_to_complain(window: Opening) -> None:
    assert window().go("/sign-in").complaints == []
