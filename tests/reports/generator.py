"""Reports in which everything follows and agrees, of several shapes, and the same with one figure changed.

Every figure that a second place or arithmetic determines is marked while the report is written; `Report.changed` gives
the text with one of them altered. What is drawn is drawn from a seed, so that a report can be made again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

_OPEN, _CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True)
class Report:
    """A report as Markdown. `marked` holds its text with the determined figures between marks."""

    marked: str

    @property
    def text(self) -> str:
        return self.marked.replace(_OPEN, "").replace(_CLOSE, "")

    def figures(self) -> list[str]:
        """The figures that are determined, in their order."""
        return [piece.split(_CLOSE)[0] for piece in self.marked.split(_OPEN)[1:]]

    def changed(self, at: int, value: str) -> str:
        """The text with the determined figure number `at` printed as `value`."""
        pieces = self.marked.split(_OPEN)
        pieces[at + 1] = value + _CLOSE + pieces[at + 1].split(_CLOSE, 1)[1]
        return "".join(pieces).replace(_CLOSE, "")


def slip(figure: str, chance: random.Random) -> str:
    """The figure as a slip of the pen or of reckoning leaves it: a digit changed, two swapped, some more or less."""
    kind = chance.randrange(3)
    digits = [i for i, letter in enumerate(figure) if letter.isdigit()]
    swaps = [(i, j) for i, j in pairwise(digits) if figure[i] != figure[j] and figure[j] != "0"]
    if kind == 0 and swaps and figure[swaps[0][1]] != "0":
        i, j = chance.choice(swaps)
        letters = list(figure)
        letters[i], letters[j] = letters[j], letters[i]
        return "".join(letters)
    if kind == 1 and len(digits) > 1:
        i = chance.choice(digits[:3])
        digit = chance.choice([d for d in "123456789" if d != figure[i]])
        return figure[:i] + digit + figure[i + 1 :]
    places = len(figure.split(".")[1]) if "." in figure else 0
    step = Decimal(chance.choice([1, 2, 3, 5, 10, 20])).scaleb(-places)
    value = Decimal(figure) + (step if chance.random() < 0.5 or Decimal(figure) <= step * 2 else -step)
    return f"{value:.{places}f}"


class Writer:
    """Collects the lines of a report; `mark` marks a figure as determined."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, *lines: str) -> None:
        for line in lines:
            self.lines.extend((line, ""))

    def table(self, caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.lines.extend((f"**{caption}**", "", _row(header), _row(["---"] * len(header))))
        self.lines.extend(_row(row) for row in rows)
        self.lines.append("")

    def report(self) -> Report:
        return Report("\n".join(self.lines))


def mark(value: object) -> str:
    return f"{_OPEN}{value}{_CLOSE}"


def rate(part: Decimal | int, whole: Decimal | int, places: int = 2) -> str:
    """part / whole in percent, without the sign."""
    value = Decimal(part) / Decimal(whole) * 100
    return str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def generate(shape: str, seed: int) -> Report:
    """A report of one of SHAPES."""
    return SHAPES[shape](random.Random(f"{shape}-{seed}"))


def _programme(chance: random.Random) -> Report:
    """Tasks by project, money by source, satisfaction by year: the shape of a college's report."""
    out = Writer()
    names = chance.sample(_PROJECTS, 6)
    due = [chance.randint(12, 60) for _ in names]
    done = [d - chance.randint(0, 5) for d in due]
    total, finished = sum(due), sum(done)
    out.add("# 某学院建设计划中期自评报告", "## 一、基本情况", "### （一）任务完成情况")
    out.add(
        f"2022-2023年，中期任务共{mark(total)}项，已完成{mark(finished)}项，"
        f"中期完成率为{mark(rate(finished, total))}%。各项目情况见表1。"
    )
    rows = [[n, mark(a), mark(b), f"{mark(rate(b, a))}%"] for n, a, b in zip(names, due, done, strict=True)]
    out.table(
        "表1 中期任务完成情况",
        ("项目", "任务数", "完成数", "完成率"),
        [*rows, ["合计", mark(total), mark(finished), f"{mark(rate(finished, total))}%"]],
    )
    sources = chance.sample(_SOURCES, 3)
    budget = [chance.randint(300, 9000) for _ in sources]
    received = [b - chance.randint(0, b // 5) for b in budget]
    spent = [r - chance.randint(0, r // 5) for r in received]
    sums = [sum(budget), sum(received), sum(spent)]
    out.add("### （二）经费情况")
    out.add(
        f"2022-2023年预算资金{mark(sums[0])}万元，到位资金{mark(sums[1])}万元，"
        f"资金到位率为{mark(rate(sums[1], sums[0]))}%；"
        f"实际支出{mark(sums[2])}万元，资金支出率为{mark(rate(sums[2], sums[1]))}%，详见表2。"
    )
    rows = [
        [n, mark(b), mark(r), f"{mark(rate(r, b))}%", mark(s), f"{mark(rate(s, r))}%"]
        for n, b, r, s in zip(sources, budget, received, spent, strict=True)
    ]
    whole = [mark(sums[0]), mark(sums[1]), f"{mark(rate(sums[1], sums[0]))}%", mark(sums[2])]
    out.table(
        "表2 2022-2023年资金到位与支出情况（单位：万元）",
        ("资金来源", "预算资金", "到位资金", "到位率", "实际支出", "支出率"),
        [*rows, ["总计", *whole, f"{mark(rate(sums[2], sums[1]))}%"]],
    )
    out.add("## 二、满意度情况")
    groups = chance.sample(_GROUPS, 4)
    before = [Decimal(chance.randint(8000, 9300)) / 100 for _ in groups]
    after = [b + Decimal(chance.randint(20, 500)) / 100 for b in before]
    for name, b, a in zip(groups, before, after, strict=True):
        out.add(f"2022年{name}满意度为{mark(b)}%，2023年{name}满意度为{mark(a)}%，提高{mark(a - b)}个百分点。")
    rows = [[f"{n}满意度（%）", mark(b), mark(a)] for n, b, a in zip(groups, before, after, strict=True)]
    out.table("表3 满意度调查结果", ("指标", "2022年", "2023年"), rows)
    return out.report()


def _indicators(chance: random.Random) -> Report:
    """Indicators with baseline, target and result, money by year, business by half-year: a hospital's or a bureau's."""
    out = Writer()
    out.add("# 市级机构发展规划中期评估报告", "# 第一章 总体进展", "## 第一节 核心指标")
    names = chance.sample(_INDICATORS, 6)
    base = [chance.randint(400, 9000) for _ in names]
    goal = [b + chance.randint(100, 900) for b in base]
    result = [g + chance.randint(-90, 400) for g in goal]
    rows = [
        [n, u, str(b), mark(g), mark(r), f"{mark(rate(r, g, 1))}%"]
        for (n, u), b, g, r in zip(names, base, goal, result, strict=True)
    ]
    out.table("表1-1 核心指标实现情况", ("指标", "单位", "2020年基线", "2023年目标", "2023年完成值", "完成度"), rows)
    for (name, unit), b, r in list(zip(names, base, result, strict=True))[:3]:
        more = Decimal(r - b) / b * 100
        out.add(f"2023年{name}达到{mark(r)}{unit}，比2020年增长{mark(f'{more:.2f}')}%。")
    out.add("## 第二节 经费执行")
    years = ("2021年", "2022年", "2023年")
    plan = [chance.randint(2000, 9000) for _ in years]
    paid = [p - chance.randint(0, 300) for p in plan]
    used = [p - chance.randint(50, 500) for p in paid]
    sums = [sum(plan), sum(paid), sum(used)]
    out.add(
        f"2021年至2023年，预算{mark(sums[0])}万元，到位{mark(sums[1])}万元，支出{mark(sums[2])}万元，"
        f"执行率{mark(rate(sums[2], sums[1]))}%（表1-2）。"
    )
    rows = [
        [y, mark(a), mark(b), f"{mark(rate(b, a))}%", mark(c), f"{mark(rate(c, b))}%"]
        for y, a, b, c in zip(years, plan, paid, used, strict=True)
    ]
    last = [mark(sums[0]), mark(sums[1]), f"{mark(rate(sums[1], sums[0]))}%", mark(sums[2])]
    out.table(
        "表1-2 各年度经费执行情况（万元）",
        ("年度", "预算", "到位", "到位率", "支出", "执行率"),
        [*rows, ["合计", *last, f"{mark(rate(sums[2], sums[1]))}%"]],
    )
    out.add("# 第二章 业务进展")
    lines = []
    for name, unit in chance.sample(_BUSINESS, 4):
        first, second = chance.randint(900, 9000), chance.randint(900, 9000)
        third, fourth = first + chance.randint(20, 800), second + chance.randint(20, 800)
        halves = [mark(x) for x in (first, second, third, fourth)]
        wholes = [mark(first + second), mark(third + fourth)]
        lines.append([f"{name}（{unit}）", *halves[:2], wholes[0], *halves[2:], wholes[1]])
    header = ("项目", "2022年上半年", "2022年下半年", "2022年全年", "2023年上半年", "2023年下半年", "2023年全年")
    out.table("表2-1 业务量", header, lines)
    return out.report()


def _results(chance: random.Random) -> Report:
    """Results by level, scores with weights, a comparison with others, prose with parts: a park's or a company's."""
    out = Writer()
    out.add("# 示范区创建工作自评报告", "# 1 成果情况")
    kinds = chance.sample(_RESULTS, 4)
    counts = [chance.randint(3, 40) for _ in kinds]
    total = sum(counts)
    listed = "、".join(f"{n}{mark(c)}项" for n, c in zip(kinds, counts, strict=True))
    out.add(f"2022-2024年共取得成果{mark(total)}项，其中{listed}。")
    goals = [c + chance.randint(0, 9) for c in counts]
    rows = [[n, mark(g), mark(c), f"{mark(rate(c, g, 1))}%"] for n, g, c in zip(kinds, goals, counts, strict=True)]
    out.table(
        "表1 成果完成情况",
        ("成果名称", "目标", "完成", "完成率"),
        [*rows, ["合计", mark(sum(goals)), mark(total), f"{mark(rate(total, sum(goals), 1))}%"]],
    )
    out.add("# 2 自评得分")
    weights = chance.choice(((30, 30, 20, 20), (40, 25, 20, 15), (35, 25, 25, 15)))
    scores = [chance.randint(70, 99) for _ in weights]
    parts = [Decimal(w * s) / 100 for w, s in zip(weights, scores, strict=True)]
    rows = [[n, str(w), mark(s), mark(f"{p:.2f}")] for n, w, s, p in zip(_ASPECTS, weights, scores, parts, strict=True)]
    out.add(f"自评总分为{mark(f'{sum(parts):.2f}')}分，见表2。")
    out.table(
        "表2 自评得分表",
        ("方面", "权重（%）", "得分", "加权得分"),
        [*rows, ["合计", "100", "—", mark(f"{sum(parts):.2f}")]],
    )
    out.add("# 3 与标杆单位比较")
    rows = []
    for name, unit in chance.sample(_INDICATORS, 5):
        own, other = chance.randint(300, 3000), chance.randint(300, 3000)
        rows.append([name, unit, mark(own), mark(other), mark(f"{own - other:+d}".replace("-", "−"))])
    out.table("表3 与标杆单位比较", ("指标", "单位", "本区", "标杆单位", "差值"), rows)
    return out.report()


SHAPES: dict[str, Callable[[random.Random], Report]] = {
    "programme": _programme,
    "indicators": _indicators,
    "results": _results,
}

_PROJECTS = (
    "党建引领工程",
    "人才培养高地建设",
    "创新服务平台建设",
    "双师队伍建设",
    "校企合作深化",
    "服务能力提升",
    "治理水平提升",
    "信息化建设",
    "国际交流拓展",
    "文化育人工程",
)
_SOURCES = ("中央财政资金", "省级财政资金", "地方财政资金", "行业企业投入", "学校自筹资金", "社会捐赠资金")
_GROUPS = ("在校生", "毕业生", "教职工", "用人单位", "家长")
_INDICATORS = (
    ("年门诊量", "人次"),
    ("注册志愿者", "人"),
    ("服务企业", "家"),
    ("新增床位", "张"),
    ("藏书总量", "册"),
    ("培训学员", "人次"),
    ("开放课程", "门"),
    ("绿化面积", "亩"),
    ("入驻项目", "个"),
    ("检测样品", "份"),
)
_BUSINESS = (
    ("受理事项", "件"),
    ("接待观众", "人次"),
    ("检验批次", "批"),
    ("巡查次数", "次"),
    ("培训人次", "人次"),
    ("出院患者", "人次"),
)
_RESULTS = ("科技成果奖", "示范工程", "专利授权", "标准制定", "创新平台", "示范基地", "典型案例")
_ASPECTS = ("任务完成", "资金管理", "建设成效", "社会影响")
