"""What each project says of its tasks, and all of them together, against the tables that sum them up."""

from __future__ import annotations

from tests.app.check.conftest import Find

NAMES = ("学科建设", "人才引育", "信息化建设", "服务提升")
DUE, DONE = (10, 20, 30, 40), (10, 20, 30, 40)


def report(parts: dict[int, str] | None = None, done: tuple[int, ...] = DONE, whole: str = "") -> str:
    """Four projects, each with its table and its sections; `parts` are the sentences of some."""
    lines = ["# 一、总体情况", "", whole, "", "# 二、各项目完成情况", ""]
    for at, name in enumerate(NAMES, 1):
        due, finished = DUE[at - 1], done[at - 1]
        rate = f"{finished * 100 / due:.2f}%"
        lines += [f"## {at}. {name}", "", f"### {at}.1 基本情况", "", f"表2-{at} {name}项目完成情况表", ""]
        lines += ["| 任务数 | 完成数 | 完成率 |", "|---|---|---|", f"| {due} | {finished} | {rate} |", ""]
        lines += [f"### {at}.2 任务完成情况", "", (parts or {}).get(at, "各项工作有序开展。"), ""]
        lines += [f"### {at}.3 尚未完成的任务", "", "无。", ""]
    return "\n".join(lines)


def test_projects_that_agree_with_their_tables_are_sound(find: Find) -> None:
    text = "本项目任务点合计10个，2022年4个，2023年6个。其中100%完成的有10个，总体完成率为100%。"
    assert find(report({1: text}, whole="2022-2023年任务共100项，完成100项，完成率为100%。")) == []


def test_tasks_of_the_years_that_do_not_make_the_tables_tasks_are_found(find: Find) -> None:
    (finding,) = find(report({2: "本项目设置的任务点为2022年3个、2023年13个。"}))
    assert (finding.kind, finding.recomputed) == ("parts", "3 + 13 = 16")
    assert finding.places[0].value == "20"


def test_a_rate_of_all_tasks_that_the_table_has_otherwise_is_found(find: Find) -> None:
    text = "本项目任务点合计30个，2022年10个，2023年20个，总体完成率为90%。"
    (finding,) = find(report({3: text}))
    assert {"100.00%", "90%"} <= {place.value for place in finding.places}


def test_what_is_told_as_not_done_where_the_table_has_all_done_is_found(find: Find) -> None:
    (finding,) = find(report({4: "2023年不少于100人的服务培训没有完成。"}))
    assert finding.kind == "status"


def test_what_the_projects_finished_must_make_what_is_finished_of_the_whole(find: Find) -> None:
    whole = "2022-2023年任务共100项，完成97项，完成率为97%。"
    (finding,) = (f for f in find(report(done=(10, 20, 30, 38), whole=whole)) if f.kind == "parts")
    assert finding.recomputed == "10 + 20 + 30 + 38 = 98"


def test_a_whole_that_is_told_twice_with_two_counts_is_found(find: Find) -> None:
    whole = "2022-2023年任务共100项，完成100项。\n\n从全院看，2022-2023年安排任务90项，完成88项。"
    assert any("88" in finding.summary for finding in find(report(whole=whole)))
