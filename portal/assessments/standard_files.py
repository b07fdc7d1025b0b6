"""A file that an administrator brings, as the text of a standard (`standard/1`)."""

from portal.assessments.standards import read_standard


def content_of(name: str, content: bytes) -> str:
    """The text of a JSON file. Raises ValueError, one line a flaw, for what cannot be a standard."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: not text in UTF-8") from error
    read_standard(text)
    return text
