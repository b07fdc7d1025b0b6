"""Facts of papers for tests: a receipt and an order that lack nothing."""

import hashlib
from typing import Any

from portal.documents import fonts

PRINTED: dict[str, Any] = {
    "code": "7k3qx9m2abcd",
    "verify_url": "http://127.0.0.1:8000/verify/7k3qx9m2abcd",
    "authority": "如皋市应急管理局",
    "issued_on": "2026-02-24",
    "issued_at": "2026-02-24T06:03:22+00:00",
    "seal": "none",
}
UNIT = {
    "name": "江苏皋泰机械有限公司",
    "code": "91320682MA1MXQ7K3B",
    "town": "城南街道",
    "address": "如皋市海阳南路188号",
}
HAS_RARE_FONT = (fonts.FOLDER / "babelstone-han.ttf").exists()
RARE = f"江苏{'𠮷' if HAS_RARE_FONT else ''}昇堃䶮㛃𬭎𫖮喆㎡有限公司"


def an_item(**facts: Any) -> dict[str, Any]:
    """One problem of an order."""
    return {
        "place": "抛光车间东侧",
        "fact": "抛丸机干式除尘器泄爆口朝向操作位",
        "basis": "《工贸企业粉尘防爆安全规定》第十五条",
        "measure": "调整泄爆口朝向",
        "deadline": "2026-03-11",
        "major": False,
        **facts,
    }


def an_order(items: int = 3, **facts: Any) -> dict[str, Any]:
    """The facts of a rectification order."""
    return {
        **PRINTED,
        "number": "（如）应急责改〔2026〕14号",
        "enterprise": UNIT,
        "inspected_on": "2026-02-24",
        "record": "",
        "items": [an_item() for _ in range(items)],
        "interim": "停用抛丸机，泄爆方向设警戒区",
        "deadline": "2026-03-11",
        "inspectors": [
            {"name": "王建国", "certificate": "10080112345"},
            {"name": "李晓梅", "certificate": "10080112346"},
        ],
        "organ": "如皋市人民政府",
        "court": "有管辖权的人民法院",
        "channel": "",
        "contact": "王建国，0513-87651234",
        "complaint_phone": "12350",
        **facts,
    }


def a_risk(**facts: Any) -> dict[str, Any]:
    """One larger-or-above row of a receipt."""
    return {
        "name": "抛光粉尘爆炸",
        "place": "抛光车间干式除尘系统",
        "grade": "major",
        "accidents": "其他爆炸",
        "person": "张伟",
        **facts,
    }


def a_receipt(risks: int = 2, **facts: Any) -> dict[str, Any]:
    """The facts of a receipt."""
    return {
        **PRINTED,
        "number": "如安报〔2026〕873号",
        "enterprise": UNIT,
        "report_kind": "定期报告",
        "year": 2026,
        "revision": 2,
        "submitted_at": "2026-03-09T06:03:22+00:00",
        "declarant": "张建华",
        "digest": hashlib.sha256(b"a revision").hexdigest(),
        "counts": {"major": risks, "larger": 0, "general": 12, "low": 40},
        "risks": [a_risk() for _ in range(risks)],
        "next_due": "2027-03-31",
        "replaces": "",
        **facts,
    }
