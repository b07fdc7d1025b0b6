"""Facts of the papers of an assessment that lack nothing."""

from typing import Any

from tests.documents.samples import PRINTED, UNIT

ELEMENTS = ("目标职责", "制度化管理", "教育培训", "现场管理", "安全风险管控及隐患排查治理", "应急管理")


def a_checklist_receipt(findings: int = 2, **facts: Any) -> dict[str, Any]:
    """The facts of a checklist's receipt."""
    return {
        **PRINTED,
        "number": "如安责清〔2026〕14号",
        "enterprise": UNIT,
        "year": 2026,
        "revision": 1,
        "submitted_at": "2026-11-23T02:00:00+00:00",
        "declarant": "张建华",
        "declaration": "本企业承诺：自评报告内容真实、准确、完整。",
        "digest": "ab" * 32,
        "replaces": "",
        "standard": "工业企业安全生产标准化三级评定标准（八要素）",
        "standard_version": "2026.1",
        "leader": "张建华",
        "assessed_from": "2026-09-01",
        "assessed_to": "2026-09-20",
        "scores": [a_score_line(number) for number in range(30)],
        "outcome": {
            "points": "1000", "not_applicable": "24", "applicable": "976", "deducted": "390.5", "earned": "585.5",
            "result": "60.0", "level": "三级", "blocked_by": "V01、5.4.1-19",
            "last_year": "2025", "last_result": "58.4",
        },
        "measures": [a_measure() for _ in range(findings)],
        **facts,
    }  # fmt: skip


def a_report(findings: int = 2, deductions: int = 60, **facts: Any) -> dict[str, Any]:
    """The facts of a self-assessment report."""
    return {
        **a_checklist_receipt(findings),
        "number": "如安标自评〔2026〕14号",
        "industry": "通用设备制造业",
        "scale": "中型（规模以上）",
        "workers": 260,
        "principal": "张建华",
        "safety_manager": "李晓梅",
        "team": "李晓梅（安全环保部）、王建国（员工代表）",
        "displayed_from": "2026-09-21",
        "displayed_to": "2026-10-15",
        "objections": "一人询问除尘器清灰周期，已答复",
        "conclusion": "体系运行基本有效，现场管理扣分较多，已列入整改计划",
        "deductions": [
            {"element": "设备设施管理", "item": "5.4.1-04", "name": "压力容器定期检验", "reason": "两台储气罐超期未检",
             "points": "4.5"}
            for _ in range(deductions)
        ],
        "left_out": [
            {"item": "5.4.1-19", "name": "粉尘防爆", "points": "10", "reason": "无可燃性粉尘爆炸危险场所"}
        ],
        "conditions": [
            {"code": "V01", "words": "一年内是否发生死亡事故", "said": "发生", "against": True},
            {"code": "P01", "words": "依法取得的证照齐全有效", "said": "符合", "against": False},
        ],
        **facts,
    }  # fmt: skip


def a_score_line(number: int) -> dict[str, Any]:
    """One line of the score table."""
    return {
        "title": f"5.{number + 1} {ELEMENTS[number % len(ELEMENTS)]}", "depth": min(number % 5, 1), "points": "120",
        "not_applicable": "4", "applicable": "116", "deducted": "9.5", "earned": "106.5", "rate": "91.81",
    }  # fmt: skip


def a_measure(**facts: Any) -> dict[str, Any]:
    """One finding with its measure."""
    return {
        "item": "5.4.1-04", "finding": "两台储气罐超期未检", "measure": "停用并送检，建立检验到期提醒",
        "person": "设备部　王建国", "money": "3200.00", "due_on": "2026-12-15", "state": "整改中", **facts,
    }  # fmt: skip
