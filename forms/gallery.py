"""Forms of the gallery of components: one field of each kind, and a filter. Their words are samples, not sentences."""

from flask_wtf.file import MultipleFileField
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

from portal.web import CountField, DayField, Form, NumberField

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
