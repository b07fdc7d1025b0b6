"""Pages of levels: the enterprise's way, the officer's steps, lists, exports, verification, statement counts."""

from datetime import date
from typing import Any

from time_machine import TimeMachineFixture

from portal.access import SYSTEM, act_as
from portal.assessments.rules import StandardKind
from portal.db import session
from portal.demo.assessing import at_noon
from portal.documents.model import Paper
from portal.levels.model import Level
from portal.levels.rules import LevelState
from tests.build import PASSWORD
from tests.client import PageClient
from tests.levels.build import BEGAN_ON, NUMBER, WAY, Cast, a_certified_level, a_checked_assessment, a_level

S = LevelState


def words_of(page: Any) -> str:
    return " ".join(page.get_text(" ").split())


def the_state() -> LevelState:
    act_as(SYSTEM)
    session().rollback()
    return session().query(Level).one().state


def test_an_enterprise_begins_shows_and_applies(client: PageClient, time_machine: TimeMachineFixture) -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    time_machine.move_to(at_noon(date(2026, 9, 28)))
    client.sign_in(cast.seat(cast.signer))
    page = client.get("/levels")
    client.submit(client.get(page.select_one("a[href^='/levels/begin/three_level']")["href"]))
    own = client.get("/levels")
    step = client.get(own.select_one("a[href$='/display']")["href"])
    client.submit(step, on=BEGAN_ON.isoformat())
    step = client.get(client.get("/levels").select_one("a[href$='/apply']")["href"])
    assert "100" in words_of(step)
    client.submit(step, password=PASSWORD)
    assert the_state() is S.APPLIED


def test_a_chief_announces_with_the_number_of_the_province(
    client: PageClient, time_machine: TimeMachineFixture
) -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply", *WAY[:-1])
    time_machine.move_to(at_noon(level.not_before))
    client.sign_in(cast.seat(cast.chief))
    step = client.get(f"/levels/{level.key}/announce")
    answer = client.submit(step, status=422, number="苏AQBQGⅢ202600001", password=PASSWORD)
    assert answer.select_one("#number-error").get_text(strip=True)
    client.submit(step, number=NUMBER.replace("Ⅲ", "III"), password=PASSWORD, once="another")
    assert NUMBER in words_of(client.get(f"/levels/{level.key}"))


def test_a_proposed_revocation_is_answered_by_the_signer(
    client: PageClient, time_machine: TimeMachineFixture
) -> None:
    cast = Cast.of()
    level = a_certified_level(cast, "propose_revocation")
    time_machine.move_to(at_noon(level.entered_on))
    client.sign_in(cast.seat(cast.signer))
    page = client.get("/levels")
    assert "R9" in words_of(page)
    client.submit(client.get(page.select_one("a[href$='/answer']")["href"]), reason="已全部整改")
    assert "已全部整改" in words_of(client.get(f"/levels/{level.key}"))


def test_the_list_narrows_and_exports(client: PageClient) -> None:
    cast = Cast.of()
    a_certified_level(cast)
    client.sign_in(cast.seat(cast.reviewer))
    assert NUMBER in words_of(client.get("/levels/all?state=certified&code=level3&division=34"))
    assert NUMBER not in words_of(client.get("/levels/all?state=revoked"))
    assert NUMBER not in words_of(client.get("/levels/all?overdue=y"))
    answer = client.browser.post("/levels/export", data={**client.tokens(), "reason": "报送"})
    assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")


def test_the_public_page_of_a_certificate_needs_no_account(client: PageClient) -> None:
    level = a_certified_level(Cast.of())
    act_as(SYSTEM)
    code = session().query(Paper).filter(Paper.id == level.paper_id).one().code
    page = client.get(f"/verify/{code}")
    assert NUMBER in words_of(page)
    assert level.valid_until.strftime("%Y") in words_of(page)


def test_an_enterprise_sees_its_own_place_and_its_arithmetic(client: PageClient) -> None:
    cast = Cast.of()
    level = a_certified_level(cast)
    client.sign_in(cast.seat(cast.signer))
    page = words_of(client.get(f"/levels/{level.key}/ranking/2026"))
    assert "自评真实性" in page
    assert "100−10×|自评−审核|" in page


def test_lists_take_as_many_statements_for_ten_as_for_one(client: PageClient, statements: Any) -> None:
    cast = Cast.of()
    a_certified_level(cast)
    client.sign_in(cast.seat(cast.reviewer))
    pages = ("/levels/all", "/levels/ranking", "/levels/progress", "/levels/progress/enterprises")
    before = [counted(client, statements, page) for page in pages]
    for _number in range(2):
        more = Cast.of(micro=True)
        a_checked_assessment(more, "micro")
        a_level(more, "display", "apply", "accept", "publish", "announce", kind=StandardKind.MICRO)
    client.sign_in(cast.seat(cast.reviewer))
    assert [counted(client, statements, page) for page in pages] == before


def counted(client: PageClient, statements: Any, page: str) -> int:
    client.get(page)
    statements.clear()
    client.get(page)
    return statements.count


def test_the_next_step_stands_among_the_tasks_of_the_enterprise(
    client: PageClient, time_machine: TimeMachineFixture
) -> None:
    cast = Cast.of()
    level = a_certified_level(cast, "propose_revocation")
    time_machine.move_to(at_noon(level.entered_on))
    client.sign_in(cast.seat(cast.signer))
    assert f"/levels/{level.key}" in [link["href"] for link in client.get("/").select("main a")]


def test_an_application_waits_among_the_numbers_of_its_authority(
    client: PageClient, time_machine: TimeMachineFixture
) -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply")
    time_machine.move_to(at_noon(level.entered_on))
    client.sign_in(cast.seat(cast.town))
    number = client.get("/").select_one("main a[href='/levels/all?under_way=y']")
    assert "1" in words_of(number)
    assert level.key in str(client.get("/levels/all?under_way=y"))


def test_everybody_sees_from_when_the_next_step_may_follow(
    client: PageClient, time_machine: TimeMachineFixture
) -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply", *WAY[:-1])
    time_machine.move_to(at_noon(level.entered_on))
    client.sign_in(cast.seat(cast.signer))
    day = level.not_before
    assert f"{day.year}年{day.month}月{day.day}日起可办理下一步" in words_of(
        client.get(f"/levels/{level.key}")
    ).replace(" ", "")
