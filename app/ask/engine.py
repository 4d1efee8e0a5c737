"""From a question to its answer: understand, plan, look up, compose; and refuse where the documents say nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from app.answer import Answer, Language, Turn
from app.ask.addends import check_addends
from app.ask.answerable import Lack, unanswered
from app.ask.attainment import answer_attainment
from app.ask.averages import answer_average, lacks_average
from app.ask.benchmarks import answer_benchmark
from app.ask.bound_claims import answer_bound_claim
from app.ask.breakdowns import lacks_breakdown
from app.ask.cells import answer_cells
from app.ask.charts import draw_asked
from app.ask.checking import answer_check
from app.ask.claims import check_claims, claims_rate, refute_claims
from app.ask.column_totals import answer_column_totals
from app.ask.comparisons import write_comparison
from app.ask.computing import answer_computation
from app.ask.counted_tables import answer_counted_table
from app.ask.courses import answer_course, lacks_year
from app.ask.details import asks_detail
from app.ask.differences import answer_exactly
from app.ask.disagreements import write_alternatives, write_disagreement, write_disputed_operands
from app.ask.enumerations import answer_enumeration
from app.ask.focus import absent_names
from app.ask.followups import suggest_followups
from app.ask.hypotheses import answer_supposed
from app.ask.items import answer_definition, answer_item
from app.ask.knowledge import Knowledge
from app.ask.levels import write_levels
from app.ask.lists import answer_list, answer_rows, holds_level
from app.ask.lookup import (
    answer_totals,
    empty_column,
    kept_evidence,
    overall_statements,
    write_evidence,
    write_figures,
    write_places,
)
from app.ask.occurrences import write_mentions, write_occurrences
from app.ask.paired_tables import write_paired_tables
from app.ask.particulars import write_particulars
from app.ask.partition import answer_partition, states_shares
from app.ask.parts import separate_questions
from app.ask.places import leading, named_places
from app.ask.premises import write_correction
from app.ask.progress import write_progress_of_places
from app.ask.quantities import adds_years
from app.ask.queries import answer_query
from app.ask.question import Question, language_of, understand
from app.ask.rankings import answer_ranking
from app.ask.reasons import answer_why, reasons_found, wants_more_than_reasons, write_progress, write_reasons_of
from app.ask.recall import answer_from_recall, pointed_at, recalled_statements
from app.ask.recalled_lists import answer_recalled_list
from app.ask.recalled_sums import answer_recalled_sum
from app.ask.refusals import introduce, out_of_scope, refuse
from app.ask.regulations import answer_regulations
from app.ask.relations import answer_relation
from app.ask.remainders import answer_remainder
from app.ask.remaining import answer_remaining
from app.ask.row_numbers import answer_row_number
from app.ask.scope_differences import write_scopes
from app.ask.scopes import is_of_others
from app.ask.select import Selected, select_evidence
from app.ask.setbacks import answer_setback
from app.ask.siblings import write_exceptions
from app.ask.standings import answer_standing
from app.ask.states import answer_against_target, answer_before
from app.ask.summaries import answer_summary, gist_of_part, section_meant, wants_gist
from app.ask.times import tables_lack_year
from app.ask.trends import answer_trend
from app.ask.unfinished import answer_unfinished
from app.ask.value_claims import answer_quality_claim, answer_value_claim
from app.ask.worked_rates import answer_worked_rate
from app.ask.writing import Writing

WHOLE = ("list", "summary", "totals", "why")
"""Answers that are not about one thing, and are not held against other places that state it."""
COMPUTED = ("compute", "ranking")
"""Answers of many figures, each a thing of its own: only what is used is held against other places."""
NOT_FIGURES = ("level_asked", "why", "when", "who", "progress", "summary", "recompute", "how")
"""What may be asked of all places without asking for figures."""
COMPARING = ("verify", "conflict", "compare", "difference", "sum", "count", "how_many", "each", "standing")
"""What may be asked of several places at once."""
RECKONED = ("how_many", "count", "verify", "conflict", "sum", "which_list", "when", "who", "recompute")
"""What may be asked besides the reason."""
NO_NAMES = ("highest", "lowest", "verify", "conflict", "why", "summary", "unfinished", "gap", "as_table", "each")
"""What is asked where names alone are no answer."""
STRICT = ("number", "period", "detail")
"""Reasons for which a question is not answered even though something could be computed or listed."""


def answer_question(
    text: str, knowledge: Knowledge, history: Sequence[Turn] = (), language: Language | None = None
) -> Answer:
    """The answer, in the question's language unless another is given. `history` holds earlier questions, oldest first.

    Never raises for what a person may type: an empty or senseless question is refused with a way on.
    """
    began = time.perf_counter()
    writing = Writing(language or language_of(text), knowledge.snapshot)
    if not knowledge.snapshot.documents:
        writing.say("refuse.nothing_read")
        writing.refused = True
    elif not text.strip():
        writing.say("refuse.empty_question", example=writing.text("followup.unfinished"))
        writing.refused = True
    else:
        _answer_session(understand(text, history, knowledge), writing, knowledge)
    return writing.answer().model_copy(update={"seconds": round(time.perf_counter() - began, 4)})


def _answer_session(question: Question, writing: Writing, knowledge: Knowledge) -> None:
    """Answers a question with what the session said before it, then draws and suggests what fits the answer."""

    def answering(earlier: Question, scratch: Writing) -> None:
        _answer(earlier, scratch, knowledge)

    question = pointed_at(question, answering, knowledge)
    recalled = (
        answer_recalled_sum(question, answering, writing, knowledge)
        or answer_recalled_list(question, answering, writing, knowledge)
        or answer_from_recall(question, answering, writing, knowledge)
    )
    if not recalled or question.asks("why"):
        _answer(question, writing, knowledge)
    if recalled:
        writing.refused = False
    if writing.unanswered and not writing.refused:
        writing.say("refuse.part", clauses=writing.text("semicolon").join(writing.unanswered))
    if question.asks("chart"):
        enough = len(writing.statements) > 1 or not question.follows
        draw_asked(question, () if enough else recalled_statements(question, answering, knowledge), writing)
    if question.asks("export"):
        writing.say("export.how")
    writing.followups = suggest_followups(question, writing, knowledge)


def _answer(question: Question, writing: Writing, knowledge: Knowledge) -> None:
    if not (question.asks("regulations") or out_of_scope(question, knowledge)) and (
        answer_counted_table(question, writing, knowledge)
        or answer_column_totals(question, writing, knowledge)
        or answer_worked_rate(question, writing, knowledge)
    ):
        return
    several = separate_questions(question, knowledge)
    refused: list[bool] = []
    for part in several:
        writing.say("part.head", text=part.text)
        _answer(part, writing, knowledge)
        refused.append(writing.refused)
        writing.refused = False
    if several:
        writing.refused = all(refused)
        return
    if question.asks("capability", "documents", "greeting"):
        introduce(question, writing, knowledge)
        return
    if out_of_scope(question, knowledge):
        writing.say("refuse.scope")
        writing.refused = True
        return
    selected = select_evidence(question, knowledge, limit=24)
    if answer_trend(question, selected, writing, knowledge):
        return
    if question.references.missing and not question.references.tables:
        refuse(question, selected, writing, knowledge)
        return
    empty = empty_column(question, knowledge)
    if empty is not None:
        writing.say("refuse.cell_empty", table=empty[0], column=empty[1])
        writing.refused = True
        return
    places = named_places(question, knowledge)
    selected = [*leading(places), *selected]
    splits_stated = question.asks("verify", "conflict", "recompute") or states_shares(question, knowledge)
    if not splits_stated and lacks_breakdown(question, selected, knowledge):
        refuse(question, selected, writing, knowledge, "number")
        return
    if not question.asks("verify", "conflict", "compare", "recompute") and tables_lack_year(question, knowledge):
        refuse(question, selected, writing, knowledge, "period")
        return
    if question.asks("occurrences") and write_occurrences(question, writing, knowledge):
        return
    listed = question.asks("everywhere") and not question.asks(*NOT_FIGURES)
    if listed and not places and write_mentions(question, writing, knowledge):
        return
    told_apart = question.conditions or question.asks("highest", "lowest")
    if question.asks("row_number") and not told_apart and answer_row_number(question, writing, knowledge):
        return
    if question.asks("rows_compared") and write_paired_tables(question, writing, knowledge):
        return
    if write_exceptions(question, writing, knowledge) or write_scopes(question, writing, knowledge):
        return
    if answer_item(question, writing, knowledge) or answer_definition(question, writing, knowledge):
        return
    if question.asks("regulations") and absent_names(question, knowledge):
        refuse(question, selected, writing, knowledge, "detail")
        return
    if (not places or question.asks("which_list")) and answer_regulations(question, writing, knowledge):
        return
    if gist_of_part(question, knowledge) and answer_summary(question, writing, knowledge):
        return
    of_section = question.asks("summary") and question.asks("of_section")
    benchmarked = not of_section and answer_benchmark(question, writing, knowledge)
    attained = benchmarked or answer_attainment(question, writing, knowledge)
    attained = attained or (not places and answer_standing(question, writing, knowledge))
    claims = not (attained or question.asks("as_table"))
    corrected = claims and write_correction(question, selected, writing, knowledge)
    others = is_of_others(question, selected, knowledge)
    if claims and not (corrected or others or places) and answer_setback(question, selected, writing, knowledge):
        return
    explained = question.asks("why") and not question.asks(*RECKONED) and not question.conditions
    explained = explained and not (corrected or attained or others or places)
    explained = explained and not asks_detail(question, knowledge.words)
    if explained and reasons_found(question, selected, knowledge):
        answer_why(question, selected, writing, knowledge)
        return
    # Which rows fit, and tables, are asked of figures of years too.
    listing = question.asks("as_table") or (question.asks("which_list") and bool(question.conditions))
    by_names = not (corrected or attained or others) and _names_all(question, selected, writing, knowledge)
    reckoned = not (corrected or attained or others or by_names) and (
        answer_supposed(question, writing, knowledge)
        or answer_bound_claim(question, writing, knowledge)
        or answer_remaining(question, writing, knowledge)
        or answer_partition(question, writing, knowledge)
        or answer_average(question, writing, knowledge)
        or (not listing and answer_course(question, writing, knowledge))
    )
    attained = attained or reckoned
    by_cell = "named" if by_names else ""
    by_cell = by_cell or ("" if corrected or attained or others else answer_query(question, writing, knowledge))
    looked_up = not (by_cell or others or question.asks("verify", "conflict"))
    exact = attained or (
        looked_up
        and (
            answer_remainder(question, writing, knowledge)
            or answer_before(question, writing, knowledge)
            or answer_against_target(question, writing, knowledge)
            or (not places and answer_exactly(question, writing, knowledge))
            or answer_relation(question, writing, knowledge)
        )
    )
    by_cell = by_cell or ("" if corrected or exact or others else answer_cells(question, writing, knowledge))
    lack = Lack("") if corrected or exact or by_cell else unanswered(question, selected, knowledge)
    reason, writing.unanswered = lack.reason, lack.clauses
    if not (corrected or exact or by_cell or reason) and lacks_year(question, knowledge):
        reason = "period"
    if not (corrected or exact or by_cell or reason) and lacks_average(question, selected, knowledge):
        reason = "number"
    if (
        reason in STRICT
        and not question.asks("verify", "conflict", "unfinished", "summary")
        and not (question.conditions and question.asks("which_list", "count", "highest", "lowest"))
        and (others or not overall_statements(question, knowledge))
        and not holds_level(question, knowledge)
    ):
        refuse(question, selected, writing, knowledge, reason)
        return
    composed = "corrected" if corrected and question.asks("why", "when") else "compute" if exact else by_cell
    composed = "list" if benchmarked else composed
    compared = places and not by_cell and not reckoned and question.asks(*COMPARING)
    summed = places and not by_cell and question.asks("added", "verify")
    done = set(question.measures) == {"rate", "actual"}
    together = compared and (done or question.asks("progress", "standing"))
    stated = bool(summed) and claims_rate(question)
    if (stated and (check_claims(question, writing, knowledge) or refute_claims(question, writing, knowledge))) or (
        (summed and check_addends(question, writing, knowledge))
        or (together and write_progress_of_places(question, places, writing, knowledge))
    ):
        composed = "places"
    elif compared and write_comparison(question, places, writing, knowledge):
        composed = "places"
        if question.asks("recompute"):
            answer_check(question, selected, writing, knowledge)
    choice = question.asks("alternatives", "versions") and not question.asks("recompute", "level_asked")
    if not composed and choice and write_alternatives(question, selected, writing, knowledge):
        composed = "places"
    composed = composed or _compose(question, selected, writing, knowledge)
    kept = kept_evidence(selected)
    if not composed and reason and question.asks("conflict") and question.periods:
        # Asked which of two is right: the year that the question gives may be what is disputed.
        undated = replace(question, periods=())
        if write_disagreement(undated, select_evidence(undated, knowledge), writing, knowledge):
            composed, reason = "check", ""
    if not composed and reason and not places:
        refuse(question, selected, writing, knowledge, reason)
        return
    if question.asks("where_said") and not composed and kept:
        write_places(kept, writing)
        composed = "places"
    detailed = composed in ("", "named", "rows") and write_particulars(question, kept, writing, knowledge)
    if composed == "summary" and question.parts and question.asks("how_many"):
        # A gist, and a number besides: its clause has brought in what states it.
        write_figures([s for s in kept if s.leads], question, writing, knowledge)
    told = composed in WHOLE or writing.conflict
    if composed in COMPUTED or (composed == "check" and not question.asks("conflict")):
        told = told or write_disputed_operands(writing)
    elif composed != "places" and (composed != "named" or question.asks("count", "number", "verify", "conflict")):
        told = told or write_disagreement(question, kept, writing, knowledge)
    worded = question.asks("how", "which_list") and not question.asks("number", "count")
    counted = question.asks("count", "how_many") or not (detailed or worded or question.asks("who"))
    if not told and counted and (not composed or (composed == "named" and question.asks("count", "number"))):
        answered = write_figures(kept[:1] if composed == "named" else kept, question, writing, knowledge)
        if not answered and not writing.lines:
            refuse(question, selected, writing, knowledge, "number")
            return
    if composed not in ("list", "why", "summary") or places:
        write_evidence(kept, question, writing, knowledge, narrow=composed == "named")


def _names_all(question: Question, selected: list[Selected], writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the names that are asked for where one sentence has them all, which is then quoted first."""
    asked = question.asks("which_list") and not question.asks(*NO_NAMES)
    if not asked or question.references.tables or question.conditions or question.unknown:
        return False
    listing = answer_enumeration(question, selected, writing, knowledge, whole=True)
    if listing is not None:
        selected[:] = [replace(listing, leads=True), *(s for s in selected if s is not listing)]
    return listing is not None


def _compose(question: Question, selected: list[Selected], writing: Writing, knowledge: Knowledge) -> str:
    """Writes what is more than looking up; how it was answered, empty if it was not."""
    gist = question.asks("summary") and question.asks("unfinished") and not question.asks("all_of")
    if gist and section_meant(question, knowledge):
        return "summary" if answer_summary(question, writing, knowledge) else ""
    unfinished = question.asks("unfinished") and not question.asks("gap", "verify")
    # Which are unfinished, and why: the list gives the reasons with the tasks.
    listed = unfinished and (not question.asks("why") or question.asks("which_list"))
    by_status = [c.unit for c in question.conditions if c.kind == "status"]
    # 还没启动的 are fewer than all that are unfinished.
    if listed and by_status and "完成" not in by_status[0] and answer_list(question, selected, writing, knowledge):
        return "list"
    if listed and answer_unfinished(question, writing, knowledge):
        return "list"
    if listed and question.references.tables and question.asks("which_one", "which_list", "who"):
        writing.say("unfinished.unnamed")
        writing.refused = True
        return "reasons"
    if question.asks("why"):
        status = question.asks("which_list") and any(c.kind == "status" for c in question.conditions)
        if status and answer_list(question, selected, writing, knowledge):
            write_reasons_of(writing.entries, writing, knowledge)
            return "list"
        found = answer_why(question, selected, writing, knowledge)
        if found:
            whole = found == "reason" and not question.parts and not question.asks("conflict", "verify")
            return "why" if whole else "reasons"
        if write_progress(question, selected, writing, knowledge):
            return "reasons"
        writing.say("why.none")
        writing.refused = not question.asks("presumed") and not wants_more_than_reasons(question, knowledge)
        return "reasons"
    if wants_gist(question, knowledge) and answer_summary(question, writing, knowledge):
        return "summary"
    if question.asks("level_asked") and write_levels(question, writing, knowledge):
        return "check"
    if answer_quality_claim(question, selected, writing, knowledge):
        return "check"
    checked = question.asks("verify", "recompute") or (question.asks("enumerated") and question.numbers)
    if checked and answer_check(question, selected, writing, knowledge):
        return "check"
    if answer_value_claim(question, writing, knowledge):
        return "check"
    # 一共列了哪几个 wants the names.
    counted = () if question.asks("which_list") and not question.numbers else ("sum",)
    # 哪年通过的 wants a date, 哪年多 a comparison.
    ranked = ("which_year",) if question.asks("highest", "lowest", "compare") else ()
    computed = question.asks("gap", *counted, *ranked, "difference", "average", "per_month") or adds_years(question)
    if computed and answer_computation(question, writing, knowledge):
        return "compute"
    if question.asks("highest", "lowest") and answer_ranking(question, writing, knowledge):
        return "ranking"
    if question.asks("which_list", "define") and not question.conditions and not question.references.tables:
        # A sentence that says how many and names them all says it better than rows that fit the words.
        listing = answer_enumeration(question, selected, writing, knowledge, whole=True)
        if listing is not None:
            selected[:] = [replace(listing, leads=True), *(s for s in selected if s is not listing)]
            return "named"
    narrowed = question.conditions and not question.asks("verify", "confirm")
    if narrowed or question.asks("which_list") or question.levels:
        how = answer_list(question, selected, writing, knowledge)
        if how:
            return how
    if answer_totals(question, writing, knowledge):
        return "totals"
    how = answer_rows(question, selected, writing, knowledge)
    if not how and question.asks("which_list", "who"):
        listing = answer_enumeration(question, selected, writing, knowledge)
        if listing is not None:
            selected[:] = [replace(listing, leads=True), *(s for s in selected if s is not listing)]
            return "named"
    return how
