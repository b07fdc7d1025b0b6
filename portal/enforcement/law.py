"""Articles that an order may cite, from `data/enforcement/law-articles.json`: duties of enterprises, by day."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from portal.data import load

OTHERS_DUTIES = ("监管部门", "当事人", "从业人员", "工会", None)
DIGITS = "零一二三四五六七八九"
STANDARD = re.compile(r"^((?:GB|GBZ|AQ|TSG)[ /T]*[\d.]+-\d{4})$")
NAMED_STANDARD = re.compile(r"^((?:AQ|GB) [\d.]+-\d{4}) (.+)$")


class Article(NamedTuple):
    """One article: how it is cited on a paper, what it is about in short, since when it is in force."""

    id: str
    citation: str
    gist: str
    since: date


@cache
def articles() -> dict[str, Article]:
    """All articles by id, in the order of the file."""
    rows = load("enforcement/law-articles.json")["rows"]
    return {
        row["id"]: Article(
            row["id"],
            citation(row["law"], row["article"]),
            row["gist"],
            date.fromisoformat(row["in_force_from"]),
        )
        for row in rows
        if row["duty_holder"] not in OTHERS_DUTIES
    }


def in_force(on: date) -> list[Article]:
    """The articles that may be cited for a fact of this day."""
    return [article for article in articles().values() if article.since <= on]


def citation(law: str, article: str) -> str:
    """An article as it is cited: 《中华人民共和国安全生产法》第三十六条; a standard with its number.

    An article whose number is not known for sure is cited by its law alone.
    """
    if STANDARD.match(article):
        return f"《{law}》（{article}）"
    if standard := NAMED_STANDARD.match(law):
        return f"《{standard[2]}》（{standard[1]}）{article}"
    return f"《{law}》第{numeral(int(article))}条" if article.isdecimal() else f"《{law}》"


def numeral(number: int) -> str:
    """A number below 1,000 as laws count their articles: 36 → 三十六, 110 → 一百一十."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones or not number else "")


def basis_words(chosen: tuple[str, ...], more: str) -> str:
    """The basis of an item as it is printed: its articles in the order chosen, then what was typed."""
    known = articles()
    return "、".join([*(known[key].citation for key in chosen if key in known), *([more] if more else [])])
