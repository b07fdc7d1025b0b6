"""The gallery of components at /components, for development alone. Its words are samples, not sentences."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from flask import Flask, Response
from flask_wtf.file import FileField, MultipleFileField
from wtforms import (
    BooleanField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.web.forms import CountField, DayField, Form, NumberField
from portal.web.guards import allow
from portal.web.pages import page
from portal.web.paging import Page
from portal.web.words import register_labels

LEVELS = [("company", "公司级"), ("workshop", "车间（部门）级"), ("team", "班组级")]
TYPES = [
    ("fire", "火灾", {"data-find": "huozai hz"}),
    ("machine", "机械致害", {"data-find": "jixiezhihai jxzh"}),
    ("vapour", "可燃液体蒸气爆炸", {"data-find": "keranyetizhengqibaozha krytzqbz"}),
]
FLAGS = [
    (word, word)
    for word in ("叉车", "起重机", "焊接", "喷涂", "有限空间", "粉尘", "锅炉", "气瓶", "高处作业")
]


class GalleryForm(Form):
    """One field of every kind that the field macro knows."""

    name = StringField("风险点", [InputRequired("填写风险点")])
    workers = CountField("作业人数", [Optional()])
    area = NumberField("占地面积")
    on = DayField("辨识日期")
    town = SelectField("所属镇（区、街道）", choices=[("1", "长江镇"), ("2", "石庄镇")])
    industry = SelectField("主要事故类型", choices=[("", ""), *TYPES], render_kw={"data-typeahead": ""})
    accidents = SelectMultipleField("可能的事故类型", choices=TYPES, render_kw={"data-typeahead": ""})
    level = RadioField("管控层级", choices=LEVELS)
    scale = RadioField("规模", choices=[("a", "大"), ("b", "中"), ("c", "小"), ("d", "微")])
    flags = SelectMultipleField(
        "涉及的设备和作业",
        choices=FLAGS,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    text = TextAreaField("危险源描述", [Optional()])
    password = PasswordField("密码")
    truthful = BooleanField("本企业承诺所报信息真实、准确、完整", [InputRequired()])
    verdict = RadioField("检查结果", choices=[("good", "正常"), ("bad", "异常")])
    photo = FileField("现场照片", [Optional()])
    file = MultipleFileField("照片或文件", [Optional()])


class GalleryFilter(Form):
    """Four filters, of which three stand in sight."""

    class Meta:
        """Filters are read, not written: no token in the address."""

        csrf = False

    once = None
    search = StringField("名称或代码")
    town = SelectField("所属镇（区、街道）", choices=[("", "全部"), ("1", "长江镇"), ("2", "石庄镇")])
    level = SelectField("管控层级", choices=[("", "全部"), *LEVELS])
    on = DayField("提交日期起")


class SampleGrade(Enum):
    """Stands in for the grades: this room knows no area, and the macros ask for names alone."""

    MAJOR = "重大"
    LARGER = "较大"
    GENERAL = "一般"
    LOW = "低"


GRADES = [("", ""), *((grade.value, grade.value) for grade in SampleGrade)]


class GalleryMatrix(Form):
    """A matrix of one row and two columns, to draw; its second cell has an error."""

    l_name = StringField("可能性")
    s_name = StringField("严重性")
    often, often_words = NumberField("取值"), TextAreaField("含义")
    light, light_words = NumberField("取值"), TextAreaField("含义")
    grave, grave_words = NumberField("取值"), TextAreaField("含义")
    first = SelectField("可能性 3 × 严重性 1", choices=GRADES)
    second = SelectField("可能性 3 × 严重性 2", choices=GRADES)

    @property
    def severities(self) -> list[Any]:
        """The columns."""
        return [(self.light, self.light_words), (self.grave, self.grave_words)]

    @property
    def likelihoods(self) -> list[Any]:
        """The one row."""
        return [(self.often, self.often_words, [self.first, self.second])]


SAMPLE_MOMENT = datetime(2026, 3, 9, 7, 20, tzinfo=UTC)


@allow("public")
def gallery() -> Response:
    """Every component in every variant."""
    form = GalleryForm(None, data={"accidents": ["fire", "vapour"], "area": Decimal("12345.5")})
    wrong = GalleryForm(None)
    for field, sentence in ((wrong.name, "填写风险点"), (wrong.workers, "填写作业人数，1 至 9999 的整数")):
        field.errors = [sentence]
    cells = GalleryForm(None, prefix="cell-", data={"name": "氧气", "area": Decimal("0.2")})
    drawn = GalleryMatrix(None, prefix="drawn-")
    drawn.second.errors = ["选择“可能性 3 × 严重性 2”的等级"]
    filters = GalleryFilter(None, data={"town": "1"})
    sample: dict[str, Any] = {"wrong": wrong, "cells": cells, "filters": filters, "drawn": drawn}
    sample["grades"] = list(SampleGrade)
    return page("components_gallery.html", form=form, at=SAMPLE_MOMENT, page=Page([1], "a", "b"), **sample)


def init_app(app: Flask) -> None:
    """Open the page."""
    register_labels({grade: grade.value for grade in SampleGrade})
    app.add_url_rule("/components", "gallery", gallery)
