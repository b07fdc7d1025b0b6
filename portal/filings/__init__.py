"""The review engine: filings 报告, revisions 提交版本, remarks 批注, review 审核.

One engine for every kind of filing: draft, submit, look, remark, send back 退回, endorse, approve, reject.
Each submission freezes a revision (canonical JSON, SHA-256); nothing changes a frozen revision. A kind (such as
the risk report) plugs in through `kinds.Kind`; this room knows no kind by name.
Law: a risk report counts as reported when it is submitted; the regulator's look is a check (核查), not a licence.
"""
