"""A third door to the rooms above: who keeps something that follows from the facts of an enterprise is told when they
change, inside the same transaction."""

from collections.abc import Callable
from datetime import datetime

from portal.registry.model import Enterprise

Follower = Callable[[Enterprise, datetime], None]
_followers: list[Follower] = []


def follows_facts(follower: Follower) -> Follower:
    """Tell this function of every change of facts; a decorator, said once on import."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def facts_changed(enterprise: Enterprise, at: datetime) -> None:
    """Tell all who follow. Inside `writing()`, after the event."""
    for follower in _followers:
        follower(enterprise, at)
