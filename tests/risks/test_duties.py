"""Which report is owed on a day, until when, and what counts as filed. Source: domain/risk-report.md §3.1, §9, §10."""

from datetime import date

import pytest

from portal.filings.rules import FilingState, Occasion
from portal.risks.deadlines import basis_on
from portal.risks.duties import Beginning, Made, Past, Terms, change_duty, past_of, thresholds, yearly_duty

TERMS = Terms(key_sector_until="01-31", change_days=15)
FILED = FilingState.SUBMITTED


def made(occasion: Occasion, filed: date, state: FilingState = FILED, year: int = 0) -> Made:
    return Made(occasion, year or filed.year, state, filed)


def owed(on: date, *filed: Made, terms: Terms = TERMS, **begun) -> tuple[Occasion, date] | None:
    duty = yearly_duty(Beginning(**begun), past_of(filed), terms, on)
    return (duty.occasion, duty.due_on) if duty else None


FIRST_IN_2026 = made(Occasion.FIRST, date(2026, 3, 31))

# --- first reports ----------------------------------------------------------------------------------------


def test_a_new_enterprise_reports_within_thirty_days_of_acceptance():
    assert owed(date(2026, 6, 10), accepted_on=date(2026, 6, 1)) == (Occasion.FIRST, date(2026, 7, 1))


def test_trial_production_begins_after_the_report_whatever_acceptance_says():
    begun = {"accepted_on": date(2026, 6, 1), "trial_production_on": date(2026, 3, 1)}
    assert owed(date(2026, 2, 1), **begun) == (Occasion.FIRST, date(2026, 2, 28))


def test_the_day_before_trial_production_in_a_leap_year_is_29_february():
    assert owed(date(2028, 2, 1), trial_production_on=date(2028, 3, 1)) == (Occasion.FIRST, date(2028, 2, 29))


def test_an_enterprise_without_these_dates_has_until_the_day_of_the_regular_report():
    assert owed(date(2028, 2, 29)) == (Occasion.FIRST, date(2028, 3, 31))


def test_a_first_report_stays_owed_over_the_turn_of_the_year():
    assert owed(date(2027, 2, 1), accepted_on=date(2026, 12, 20)) == (Occasion.FIRST, date(2027, 1, 19))


def test_a_first_report_of_the_first_quarter_is_the_report_of_that_year():
    assert owed(date(2026, 4, 1), FIRST_IN_2026) is None


def test_a_first_report_of_december_leaves_the_regular_one_of_the_next_year():
    filed = made(Occasion.FIRST, date(2026, 12, 28))
    assert owed(date(2027, 1, 5), filed) == (Occasion.REGULAR, date(2027, 3, 31))


def test_a_first_report_counts_for_the_year_in_which_it_was_made_not_for_that_of_the_acceptance():
    filed = made(Occasion.FIRST, date(2027, 1, 12), year=2026)
    assert owed(date(2027, 2, 1), filed, accepted_on=date(2026, 12, 20)) is None


# --- regular reports --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key_sector", "until", "due"),
    [
        (False, "01-31", date(2027, 3, 31)),
        (True, "01-31", date(2027, 1, 31)),
        (True, "", date(2027, 3, 31)),
    ],
)
def test_key_sectors_have_the_day_of_the_setting_and_all_others_the_quarter(key_sector, until, due):
    terms = Terms(key_sector_until=until)
    found = owed(date(2027, 1, 5), FIRST_IN_2026, terms=terms, in_key_sector=key_sector)
    assert found == (Occasion.REGULAR, due)


def test_a_report_of_last_year_does_not_count_for_this_one():
    assert owed(date(2027, 1, 1), FIRST_IN_2026) == (Occasion.REGULAR, date(2027, 3, 31))


def test_a_change_report_never_stands_for_the_yearly_one():
    change = made(Occasion.CHANGE, date(2026, 12, 20))
    assert owed(date(2027, 1, 5), FIRST_IN_2026, change) == (Occasion.REGULAR, date(2027, 3, 31))


COUNTS = {
    FilingState.DRAFT: False,
    FilingState.SUBMITTED: True,
    FilingState.ENDORSED: True,
    FilingState.RETURNED: True,
    FilingState.APPROVED: True,
    FilingState.SUPERSEDED: True,
    FilingState.REJECTED: False,
}


@pytest.mark.parametrize("state", FilingState)
def test_submitted_endorsed_checked_and_returned_count_as_filed_recalled_and_rejected_do_not(state):
    filed = made(Occasion.REGULAR, date(2027, 2, 1), state)
    assert (owed(date(2027, 4, 1), FIRST_IN_2026, filed) is None) == COUNTS[state]


# --- change reports, days that move -----------------------------------------------------------------------


def test_a_change_is_reported_within_the_days_of_the_setting():
    assert change_duty(date(2026, 12, 20), TERMS, date(2026, 12, 21)).due_on == date(2027, 1, 4)


@pytest.mark.parametrize(("rolls", "due"), [(False, date(2026, 10, 3)), (True, date(2026, 10, 8))])
def test_a_last_day_moves_off_a_holiday_only_where_the_authority_says_so(rolls, due):
    terms = Terms(change_days=15, rolls_to_workday=rolls)
    assert change_duty(date(2026, 9, 18), terms, date(2026, 9, 20)).due_on == due


def test_the_day_before_trial_production_never_moves():
    terms = Terms(rolls_to_workday=True)
    assert owed(date(2026, 9, 1), terms=terms, trial_production_on=date(2026, 10, 4)) == (
        Occasion.FIRST,
        date(2026, 10, 3),
    )


# --- the law behind it ------------------------------------------------------------------------------------


def test_a_report_of_2024_cites_the_rule_and_one_of_2026_the_regulation_first():
    assert [len(basis_on("regular", day)) for day in (date(2024, 3, 1), date(2026, 3, 1))] == [1, 2]
    assert basis_on("regular", date(2026, 3, 1))[0].startswith("《江苏省生产经营单位安全风险管理条例》")


# --- many at once -----------------------------------------------------------------------------------------

BEGINNINGS = [
    Beginning(),
    Beginning(in_key_sector=True),
    *(Beginning(accepted_on=date(2026, month, day)) for month in (1, 2, 8, 9) for day in (1, 3, 4, 28)),
    *(Beginning(trial_production_on=date(2026, month, 4)) for month in (1, 10, 12)),
]


@pytest.mark.parametrize("rolls", [False, True])
@pytest.mark.parametrize("on", [date(2026, 1, 31), date(2026, 2, 1), date(2026, 4, 1), date(2026, 10, 4)])
def test_the_comparisons_of_a_list_say_the_same_as_the_rule_for_one(on, rolls):
    terms = Terms("01-31", 15, rolls)
    limits = thresholds(terms, on.year, on)
    for begun in BEGINNINGS:
        duty = yearly_duty(begun, Past(), terms, on)
        assert duty is not None
        assert (on > duty.due_on) == is_overdue(begun, limits), begun


def is_overdue(begun: Beginning, limits) -> bool:
    if begun.trial_production_on:
        return begun.trial_production_on <= limits.trial
    if begun.accepted_on:
        return begun.accepted_on <= limits.accepted
    return limits.regular_key if begun.in_key_sector else limits.regular
