"""The screens of the portal as people speak of them: fields and buttons by their words."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader


@dataclass
class Window:
    """One person's browser window."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        """Keep what the browser says of our code; an answer of 4xx is the page's own matter."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> "Window":
        """Open an address."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 500, f"{path}: {answer.status}"
        return self

    def sign_in(self, name: str, password: str) -> "Window":
        """Sign in by the page."""
        self.go("/sign-in")
        self.fill(sign_in_name=name, password=password)
        self.press("登录")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("办理事项")
        return self

    def fill(self, **fields: str) -> "Window":
        """Fill fields by their names in the form."""
        for name, value in fields.items():
            self.named(name).fill(value)
        return self

    def named(self, name: str) -> Locator:
        """The field of the page's main part with this name."""
        return self.page.locator(f"main [name='{name}']:not([type=hidden])").first

    def choose(self, name: str, option: str) -> "Window":
        """Choose in a select by the words of the option."""
        self.named(name).select_option(label=option)
        return self

    def pick(self, name: str, initials: str) -> "Window":
        """Type initials into a field that offers as one types, and take the first offer."""
        box = self.page.locator(f"main .field[data-field={name}] input[role=combobox]")
        box.fill(initials)
        expect(self.page.locator(f".field[data-field={name}] [role=option]").first).to_be_visible()
        box.press("Enter")
        return self

    def save(self, **fields: str) -> "Window":
        """Type into fields that save themselves, and wait until they are kept."""
        for name, value in fields.items():
            with self.page.expect_response(lambda answer: answer.request.method == "POST") as waiting:
                self.named(name).fill(value)
                self.named(name).blur()
            assert waiting.value.status == 200, f"{name}: {waiting.value.status}"
        return self

    def download_pdf(self, path: str) -> str:
        """Fetch a paper as this person and read its text, without blanks."""
        answer = self.page.request.get(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        assert "attachment" in answer.headers["content-disposition"]
        return pdf_text(answer.body())

    def tick(self, label: str) -> "Window":
        """Tick a radio button or a box."""
        self.page.locator("main").get_by_label(label, exact=True).first.check()
        return self

    def press(self, words: str) -> "Window":
        """Press a button or follow a link of the page's main part."""
        main = self.page.locator("main")
        exact = re.compile(rf"^\s*{re.escape(words)}\s*$")
        target = main.get_by_role("button", name=exact).or_(main.get_by_role("link", name=exact)).first
        target.click()
        self.page.wait_for_load_state()
        summary = self.page.locator(".error-summary")
        assert not summary.count(), summary.inner_text()
        return self

    def see(self, *words: str) -> "Window":
        """Each of the words stands on the page."""
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)
        return self

    def see_not(self, *words: str) -> "Window":
        """None of the words stands on the page."""
        for one in words:
            expect(self.page.locator("main")).not_to_contain_text(one)
        return self

    @property
    def fits(self) -> bool:
        """Whether the page does not scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@dataclass(frozen=True)
class RiskScreen:
    """The page of one risk, whose fields save themselves."""

    window: Window

    @classmethod
    def open(cls, window: Window, path: str) -> "RiskScreen":
        """Open it, with all scripts listening."""
        window.go(path).page.wait_for_load_state("networkidle")
        return cls(window)

    @property
    def page(self) -> Page:
        """The browser's page."""
        return self.window.page

    def type(self, name: str, words: str) -> "RiskScreen":
        """Type into a field and leave it."""
        self.window.named(name).fill(words)
        self.window.named(name).blur()
        return self

    def compose(self, name: str, letters: list[str], word: str) -> "RiskScreen":
        """Compose a word as a Chinese input method does: letters under way for longer than the pause, then the word."""
        self.page.clock.install()
        self.window.named(name).focus()
        self.page.keyboard.press("Control+A")
        keyboard = self.page.context.new_cdp_session(self.page)
        for text in letters:
            keyboard.send(
                "Input.imeSetComposition",
                {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
            )
            self.page.clock.run_for(1500)
        keyboard.send("Input.insertText", {"text": word})
        self.page.clock.run_for(1500)
        return self

    def says(self, words: str) -> "RiskScreen":
        """The state line beside the title."""
        expect(self.page.locator("[data-save-state]")).to_contain_text(words)
        return self

    def saved(self) -> "RiskScreen":
        """All that was typed is kept."""
        expect(self.page.locator("[data-save-state][data-state=saved]")).to_be_visible()
        return self

    def sees_conflict(self, words: str) -> "RiskScreen":
        """Another person's words stand beside the own ones."""
        expect(self.page.locator("[data-conflict]")).to_contain_text(words)
        return self

    def take(self, words: str) -> "RiskScreen":
        """Choose whose words stand."""
        self.page.get_by_role("button", name=words).click()
        expect(self.page.locator("[data-conflict]:visible")).to_have_count(0)
        return self

    def holds(self, name: str, words: str) -> "RiskScreen":
        """What the field shows."""
        expect(self.window.named(name)).to_have_value(words)
        return self

    def sign_in_over_the_page(self, name: str, password: str) -> "RiskScreen":
        """The sign-in that opens by itself when the session is over."""
        dialog = self.page.locator("dialog[open]")
        dialog.locator("[name=sign_in_name]").fill(name)
        dialog.locator("[name=password]").fill(password)
        dialog.get_by_role("button", name="登录").click()
        expect(dialog).to_have_count(0)
        return self


def pdf_text(content: bytes) -> str:
    """The text of all pages of a PDF, without blanks."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))
