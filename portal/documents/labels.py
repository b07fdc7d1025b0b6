"""Words for papers."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.documents.rules import PaperState
from portal.problems import Explanation, explain_constraints
from portal.web.words import register_events, register_labels, register_tones

LABELS = {
    PaperState.ISSUING: _l("Being printed"),
    PaperState.IN_FORCE: _lp("paper", "In force"),
    PaperState.SUPERSEDED: _lp("paper", "Superseded"),
    PaperState.REVOKED: _lp("paper", "Revoked"),
}

TONES = {
    PaperState.ISSUING: "wait",
    PaperState.IN_FORCE: "ok",
    PaperState.SUPERSEDED: "none",
    PaperState.REVOKED: "late",
}
"""The tone of each state's tag."""

EVENTS = {
    "paper.issue": _l("issued the paper"),
    "paper.put_in_force": _l("printed the paper and put it in force"),
    "paper.supersede": _l("replaced the paper by a later one"),
    "paper.revoke": _l("revoked the paper"),
    "paper.download": _l("downloaded the paper"),
}

EXPLANATIONS = {
    "uq_paper_number": Explanation(
        _l(
            "Another authority uses the same mark in its numbers; have an administrator give each its own mark."
        )
    ),
}
"""What a person is told when a constraint breaks."""

register_labels(LABELS)
register_tones(TONES)
register_events(EVENTS)
explain_constraints(EXPLANATIONS)
