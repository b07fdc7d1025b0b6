"""Where a fact of a report is mended: the very question on its page."""

from flask import url_for

from portal.registry.questions import questions

FACT_SECTIONS = ("enterprise", "facts", "sectors")
"""The sections of a report that hold facts of the enterprise."""


def url_of_fact(section: str, key: str, field: str) -> str:
    """The address of the question that a path `/section/key/field` names; of a list, the list."""
    if section == "enterprise":
        return url_of_basic(key)
    code = field.partition("/")[0]
    asked = questions().get(code)
    if asked is None:
        return url_for("facts.part", part_code=key)
    return url_for(
        "facts.part", part_code=key, _anchor=f"list-{asked.list_code}" if asked.list_code else asked.name
    )


def url_of_basic(name: str) -> str:
    """Basic facts are changed on one page, key sectors ticked on another."""
    if name == "key_sectors":
        return url_for("facts.sectors")
    return url_for("registry.edit_own", _anchor=name) if name else url_for("registry.own")
