"""What a machine must have so that papers are right and quick; asked without loading the engine."""

import ctypes

import structlog

from portal.documents import fonts

log = structlog.get_logger()

SUBSETTER = "libharfbuzz-subset.so.0"


def lacks() -> list[str]:
    """What is missing, each as a sentence that says how to get it."""
    found = [f"The font {name} is missing from {fonts.FOLDER}: make fetches it." for name in fonts.missing()]
    try:
        ctypes.CDLL(SUBSETTER)
    except OSError:
        found.append("libharfbuzz-subset0 is missing, papers take 4 to 31 times longer: apt install it.")
    return found


def warn() -> None:
    """Say loudly, at the start, what is missing."""
    for sentence in lacks():
        log.warning("paper.machine_lacks", sentence=sentence)
