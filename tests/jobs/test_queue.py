"""What holds for background work in both homes."""

import contextlib
import threading

import pytest

from portal.db import session, writing
from portal.jobs import enqueue, parked, retry, run_due
from portal.problems import Refused
from tests.jobs.works import done


def put(name: str, number: int) -> None:
    with writing():
        enqueue(name, number=number)


def test_a_job_runs_once_after_its_transaction_was_kept():
    put("tests.note", 1)
    assert run_due() == 1
    assert run_due() == 0
    assert done == [1]


def test_a_job_of_a_transaction_that_failed_never_was():
    with contextlib.suppress(Refused), writing():
        enqueue("tests.note", number=1)
        raise Refused("no")
    assert run_due() == 0


def test_a_job_outside_a_transaction_is_refused():
    with pytest.raises(AssertionError, match="inside writing"):
        enqueue("tests.note", number=1)


def test_a_job_that_nobody_named_is_refused():
    with pytest.raises(AssertionError, match=r"no job is called tests\.nothing"), writing():
        enqueue("tests.nothing")


def test_jobs_run_in_the_order_in_which_they_were_queued():
    for number in (1, 2, 3):
        put("tests.note", number)
    run_due()
    assert done == [1, 2, 3]


def test_no_more_jobs_run_than_are_asked_for():
    for number in (1, 2, 3):
        put("tests.note", number)
    assert run_due(limit=2) == 2
    assert done == [1, 2]


def test_a_job_may_queue_another():
    put("tests.hand_on", 1)
    run_due()
    assert done == [2]


def test_a_job_that_fails_leaves_nothing_half_done():
    put("tests.half_done", 1)
    run_due()
    assert done == []


def test_a_job_that_failed_once_is_tried_again():
    put("tests.fail_once", 1)
    run_due()
    run_due()
    assert done == [1, 1]
    assert parked() == []


def test_a_job_that_fails_too_often_is_parked_with_its_error():
    put("tests.fail", 7)
    for _round in range(5):
        run_due()
    (row,) = parked()
    assert done == [7, 7, 7]
    assert (row.name, row.ids, row.attempts) == ("tests.fail", {"number": 7}, 3)
    assert row.error == "ValueError: number 7 is not to be had"


def test_a_parked_job_can_be_queued_anew():
    put("tests.half_done", 7)
    run_due()
    assert retry(parked()[0].key)
    assert parked() == []
    assert run_due() == 1


def test_retrying_what_is_not_parked_does_nothing():
    assert not retry("nothing")


def test_workers_beside_each_other_never_do_the_same_job():
    for number in range(12):
        put("tests.note", number)
    session().rollback()
    workers = [threading.Thread(target=run_in_context(run_due)) for _worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == list(range(12))


def run_in_context(work):
    from flask import current_app

    app = current_app._get_current_object()

    def run():
        with app.app_context():
            work()

    return run
