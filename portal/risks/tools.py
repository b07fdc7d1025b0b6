"""What areas above offer on the page of the register: buttons of theirs, each in a template of its own."""

_templates: list[str] = []


def offer_on_register(template: str) -> None:
    """Put the buttons of a template beside those of the register; it sees `shown`. Again: no effect."""
    if template not in _templates:
        _templates.append(template)


def register_tools() -> tuple[str, ...]:
    """The templates to include, in the order of the areas."""
    return tuple(_templates)
