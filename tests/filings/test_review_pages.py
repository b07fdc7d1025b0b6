"""The review screen as a browser without script uses it."""

from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.accounts.model import Membership
from portal.db import session
from portal.filings import reviewing
from portal.filings.reviewing import RemarkValue
from portal.filings.rules import FilingState
from tests.build import AT
from tests.filings.build import Cast, a_filing, a_toy, as_member, filing


def the_row(page: BeautifulSoup, path: str) -> Any:
    """The article of a row."""
    field = page.select_one(f'input[name=path][value="{path}"]')
    assert field is not None, path
    return field.find_parent("article")


def press(client: Any, row: Any, word: str) -> str:
    """Press a button of a row, with all that its form sends, in its order."""
    button = next(one for one in row.select("button") if one.get_text(strip=True) == word)
    form = button.find_parent("form")
    sent = [(field["name"], field.get("value", "")) for field in form.select("input[name]")]
    answer = client.browser.post(form["action"], data=dict(reversed(sent)))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def in_review() -> tuple[Cast, str]:
    """A filing of one row whose review has begun."""
    a_toy(rows={"a": {"name": "press"}})
    cast = Cast.of()
    key = a_filing(cast, FilingState.SUBMITTED)
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    return cast, key


def sign_in(client: Any, cast: Cast) -> None:
    """As its reviewer."""
    act_as(SYSTEM)
    client.sign_in(
        session().scalars(select(Membership).where(Membership.id == cast.reviewer.membership_id)).one()
    )


def test_a_row_is_accepted_and_the_acceptance_taken_back(client) -> None:
    cast, key = in_review()
    sign_in(client, cast)
    address = f"/review/{key}"
    place = press(client, the_row(client.get(address), "/rows/a"), "认可")
    assert place.startswith(address)
    row = the_row(client.get(address), "/rows/a")
    assert "撤销" in row.get_text()
    press(client, row, "撤销")
    assert "认可" in the_row(client.get(address), "/rows/a").get_text()


def test_who_approves_with_unsent_remarks_is_told_before_and_not_offered_the_button(client) -> None:
    cast, key = in_review()
    value = RemarkValue("/rows/a", "", "写明位置")
    as_member(cast.reviewer, lambda by: reviewing.write_remark(filing(key), value, by=by, at=AT))
    sign_in(client, cast)
    page = client.get(f"/review/{key}/approve")
    assert "还有未发出的批注" in page.get_text()
    assert page.select("main form") == []
    assert client.get(f"/review/{key}/send_back").select("main form") != []
