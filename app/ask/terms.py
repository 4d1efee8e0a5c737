"""The words of a question to what they may be called in the documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.ask.names import COUNTERS, names_between
from app.ask.slips import mend_slips
from app.ask.vocabulary import AskWords
from index.glossary import Glossary, word_forms
from index.lexical import text_to_tagged_words, text_to_words
from index.matching import Term
from index.tokens import han_pairs, text_to_tokens
from index.wordbook import Wordbook

_HAN = re.compile(r"^[\u3400-\u9fff]+$")
_LATIN_RUN = re.compile(r"[a-z][a-z0-9'&.+/\-]*[a-z0-9+]|[a-z]")
_FUNCTION_WORDS = frozenset(
    ("uj", "ul", "uz", "ug", "ud", "uv", "y", "r", "p", "c", "x", "d", "m", "q", "f", "e", "o", "rr", "rz")
)
_OF_NAMES = ("n", "zg", "k")
"""Tags of single characters that end names: 群, 镇, 班."""
_ALSO_IN_NAMES = ("p", "f", "v")
"""Tags of idle characters that names begin with, too: 跟岗, 中德, 到馆."""
_NEVER_IN_NAMES = "有是在会能要用"
_NAMING = ("n", "vn", "j", "i", "l", "eng", "g")
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,60})[”\"」』》]")
_ENGLISH_PHRASE = 3
LONGEST_JOINED = 4
"""Characters up to which single ones are joined to a name."""
SHORTEST_NAME = 4
"""Letters from which Latin letters may be a Chinese name."""
_NUMERAL = re.compile(r"[\d零〇一二三四五六七八九十百千万亿两几半数第余]|多少|许多|大量|若干")
_COUNTED = re.compile(r"(?:多少|几[个项名例次家种])(?![\u3400-\u9fff])")
"""What stands before it is counted, whatever the dictionary makes of it (复诊多少)."""
_REACHED = "到至成为达出过了"
_MEASURED = "数量率额值"
_TIME = re.compile(r"[年月日期前后今]")
_QUESTION = "哪什多几"
_ASPECT = "了过着"
_GLUE = re.compile(r"[啥咱嘛吗呢啊呀吧嘅咋谁俺您]|哪(?:[一几两些]?[年月天日个家所位项门名])?")
"""Characters of questions that are part of no word, whatever the tagger takes them for (检啥, 咱出)."""
_LIKE_A_NAME = re.compile(r"[东南西北中上下左右前后大小新老一二三四五六七八九十甲乙丙丁](?:[\u3400-\u9fff]{2})")
"""What names that differ in one character begin with, where they are made one after the other."""
MOST_HEADED = 4
"""Names that a noun of one character may be short for."""
BRIDGE = 0.5
"""Weight of two characters at the seam of two words: 学生|社团."""


@dataclass(frozen=True, slots=True)
class Terms:
    """`known` are what the documents can be searched for; `hints` are single characters, too weak to be asked for, that
    tell between what is as likely; `unknown` are words that name something the documents do not
    have under any name that is known for it; `corrected` are (as written, as taken)."""

    known: tuple[Term, ...] = ()
    hints: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TermFinder:
    """Finds terms against one version of the documents."""

    words: AskWords
    wordbook: Wordbook
    glossary: Glossary
    names: frozenset[str] = frozenset()
    """What the documents call things by, in a few characters."""

    def find(self, text: str, english: bool) -> Terms:
        """Terms of a question as `plain` gives it, with what is no name in it blanked out."""
        text, corrected = self.mended(text)
        terms: list[Term] = []
        unknown: list[str] = []
        hints: list[str] = []
        for m in _QUOTED.finditer(text):
            tokens = tuple(text_to_tokens(m[1]))
            if tokens:
                terms.append(Term((tokens,), 1.5, m[1]))
        if english:
            self._english(text, terms, unknown)
        self._chinese(text, terms, hints, unknown, english)
        merged: dict[tuple[tuple[str, ...], ...], Term] = {}
        for term in terms:
            merged.setdefault(term.names, term)
        return Terms(
            tuple(merged.values()), tuple(dict.fromkeys(hints)), tuple(dict.fromkeys(unknown)), tuple(corrected)
        )

    def _chinese(self, text: str, terms: list[Term], hints: list[str], unknown: list[str], english: bool) -> None:
        before, asked = "", text
        taken: list[tuple[int, int]] = []
        odd: list[tuple[int, int]] = []
        ends = _word_ends(text)
        for m in self.words.same_pattern.finditer(text):
            # 以上课题 holds 上课, but no word begins or ends there.
            if m.start() not in ends or m.end() not in ends:
                continue
            rate = f"{m.group()}率"
            if text.startswith("率", m.end()) and self._is_unknown_rate(rate):
                unknown.append(rate)
                continue
            term = self._term(m.group())
            if term is not None:
                # 一共, 合计: said of any figure, and now and then the label of a row.
                terms.append(replace(term, weight=BRIDGE) if m.group() in self.words.idle_words else term)
                text = text[: m.start()] + " " * len(m.group()) + text[m.end() :]
        for at, word, tag in self._words(text):
            end = at + len(word)
            if len(word) == 2 and word[1] in _ASPECT and word[0] in self.words.same_of:
                # 训了 is 训, which is 培训.
                word, tag = word[0], "v"
            idle = word in self.words.idle_words
            # 少儿 and the like are taken for numerals.
            seam = self.wordbook.holds_pair(asked[end - 1 : end + 1])
            thing = tag == "m" or (tag == "d" and seam and not is_deed(word, tag))
            thing = thing and len(word) > 1 and not _NUMERAL.search(word) and self.wordbook.holds(word)
            named = not idle and (tag not in _FUNCTION_WORDS or word in self.words.same_of or thing)
            if _HAN.match(word) and named:
                term = self._term(word)
                if len(word) == 1:
                    hints.append(word)
                    counted = text[at - 1 : at] in COUNTERS if at else False
                    term = (self._headed(word) if counted or tag.startswith("n") else None) or term
                if term is not None:
                    terms.append(term)
                    taken += [(at, end)] if len(word) > 1 else []
                elif len(word) > 1 and is_deed(word, tag) and not self._is_counted(text, end, word):
                    # 办班: what is done and what with, each of which the documents may have in other words.
                    hints += word
                elif (
                    len(word) > 1
                    and (
                        tag.startswith(_NAMING) or (tag == "t" and not _TIME.search(word)) or _COUNTED.match(text, end)
                    )
                    and not (self._takes_apart(word, terms) or self._straddles(text, at, word))
                ):
                    unknown.append(word)
                    odd.append((at, end))
            elif not english and word.isascii() and word.isalpha() and not idle and not word.isdigit():
                self._latin(word, terms, unknown)
            content = _HAN.match(word) and not idle and (named or len(word) > 1)
            if word == "率" and len(before) > 1 and text[at - len(before) : at] == before:
                unknown += [before + word] if self._is_unknown_rate(before + word) else []
            if before and content:
                pair = before[-1] + word[0]
                if self.wordbook.holds_pair(pair):
                    terms.append(Term(((pair,),), BRIDGE, pair))
            before = word if content else ""
        unknown += self._unlike(text)
        for at, name in names_between(text, taken, self.names):
            terms.append(Term((tuple(text_to_tokens(name)),), 1.0, name))
            cut = [text[start:end] for start, end in odd if start < at + len(name) and at < end]
            unknown[:] = [word for word in unknown if word not in cut]

    def _unlike(self, text: str) -> list[str]:
        """Names that are made like several of the documents', but are none of them: 北湾站 beside 东湾站 and 西湾站."""
        found = []
        for m in _LIKE_A_NAME.finditer(text):
            name = m.group()
            alike = [n for n in self.names if len(n) == len(name) and n[1:] == name[1:]]
            if len(alike) > 1 and not self.wordbook.holds(name) and name not in self.words.same_of:
                found.append(name)
        return found

    def _is_unknown_rate(self, word: str) -> bool:
        """Whether the documents have a rate under no name (离职率), and it is none that is worked out."""
        words = self.words
        said = words.measure_spans(word) or word in words.same_of or word in words.operation_words
        return not (self.wordbook.holds(word) or said or self.wordbook.abbreviated(word))

    def _headed(self, character: str) -> Term | None:
        """What a noun of one character may be short for, where all that the documents have are names that it ends:
        站 for 东站, 西站."""
        if character in self.words.same_of or character in self.words.idle_words:
            return None
        ended = [name for name in self.names if name.endswith(character)]
        if not ended or len(ended) > MOST_HEADED or self.wordbook.count(character) > len(ended) * MOST_HEADED * 2:
            return None
        return Term(tuple(tuple(text_to_tokens(name)) for name in sorted(ended)), BRIDGE, character)

    def _is_counted(self, text: str, end: int, word: str) -> bool:
        """Whether what is done is asked for by its number (复诊多少); 降到多少 asks for what it is done to."""
        return _COUNTED.match(text, end) is not None and word[-1] not in _REACHED

    def _words(self, text: str) -> list[tuple[int, str, str]]:
        """The words of the text with their places and tags, as the documents write them: single characters that make
        up a name of theirs (七|星|镇) or an abbreviation (中|检) are one word, what the tagger guessed is none."""
        pieces: list[tuple[int, str, str]] = []
        at = 0
        for word, tag in text_to_tagged_words(_GLUE.sub(lambda m: " " * len(m.group()), text)):
            if len(word) > 1 and _HAN.match(word) and not self.wordbook.holds(word):
                cut = text_to_words(word)
                guessed = len(cut) > 1 and word not in self.words.same_of and not self.wordbook.abbreviated(word)
                for part in cut if guessed else [word]:
                    part_tag = text_to_tagged_words(part)[0][1] if guessed else tag
                    pieces.append((at, part, part_tag))
                    at += len(part)
            else:
                pieces.append((at, word, tag))
                at += len(word)
        joined: list[tuple[int, str, str]] = []
        for place, word, tag in pieces:
            before = joined[-1] if joined else None
            if before is not None and self._belong(before, (place, word, tag)):
                joined[-1] = before[0], before[1] + word, "j"
            else:
                joined.append((place, word, tag))
        return joined

    def _belong(self, before: tuple[int, str, str], after: tuple[int, str, str]) -> bool:
        """Whether a single character continues what stands before it, as a name or as an abbreviation."""
        if before[0] + len(before[1]) != after[0] or len(after[1]) != 1 or not _HAN.match(before[1] + after[1]):
            return False
        whole = before[1] + after[1]
        idle = any(word in self.words.idle_words for word in (before[1], after[1]))
        if len(whole) > LONGEST_JOINED or (0, len(whole)) in self.words.measure_spans(whole):
            # 占比 says what is wanted of something, and names nothing.
            return False
        if self.wordbook.stands_alone(whole):
            # 专业群 is decisive where 专业 stands everywhere.
            made = len(before[1]) == 1 or before[2] == "j" or after[2].startswith(_OF_NAMES)
            if (
                len(whole) == 2
                and before[2] in _ALSO_IN_NAMES
                and before[1] not in _NEVER_IN_NAMES
                and after[2].startswith(_OF_NAMES)
            ):
                idle = after[1] in self.words.idle_words
            return made and not idle and before[1] not in self.words.same_of
        held = self.wordbook.holds(whole)
        return len(whole) == 2 and not held and bool(self.wordbook.written_out(whole))

    def _straddles(self, text: str, at: int, word: str) -> bool:
        """Whether what was taken for a word belongs to the words beside it (东州[市年]阅读, 数字电[商学院])."""
        around = text[max(0, at - 1) : at + len(word) + 1]
        if len(word) == 2 and word[1] in _MEASURED and self.wordbook.holds_pair(around[:2]):
            return True
        if len(word) == 2:
            return len(around) == 4 and all(map(self.wordbook.holds_pair, (around[:2], around[2:])))
        before = at > 0 and self.wordbook.holds_pair(text[at - 1 : at + 1]) and self.wordbook.holds(word[1:])
        end = at + len(word)
        behind = (
            end < len(text) and self.wordbook.holds_pair(text[end - 1 : end + 1]) and self.wordbook.holds(word[:-1])
        )
        return len(word) == 3 and (before or behind)

    def _takes_apart(self, word: str, terms: list[Term]) -> bool:
        """Whether what was taken for one word (哪些项目) is a question word and words of the documents."""
        # The dictionary has words like 哪些项目.
        pieces = [word[:2], word[2:]] if word[0] in _QUESTION and len(word) > 2 else text_to_words(word)
        if len(pieces) < 2 or not any(piece in self.words.idle_words for piece in pieces):
            return False
        found = [self._term(piece) for piece in pieces if len(piece) > 1 and piece not in self.words.idle_words]
        terms += [term for term in found if term is not None]
        return all(term is not None for term in found)

    def _term(self, word: str) -> Term | None:
        names = [word, *self.words.same_of.get(word, ())]
        known = [name for name in names if self.wordbook.holds(name)]
        if word in known and len(word) > 1:
            known += self.wordbook.written_out(word)
        # A word of the language (学费) is not short for something; 课标 is.
        if not known:
            known = self.wordbook.abbreviated(word)
            if text_to_words(word) == [word]:
                # But 流动车 may be 流动图书车.
                start, end = word[:-1], word[-1]
                known = [k for k in known if len(start) > 1 and k.startswith(start) and k.endswith(end)]
        if not known:
            # 交流会 is unknown, 交流 and 流会 may be known: what the documents say of it is better than nothing.
            pairs = tuple(pair for pair in han_pairs(word) if self.wordbook.holds_pair(pair)) if len(word) > 2 else ()
            return Term((pairs,), BRIDGE, word) if len(pairs) * 2 > len(word) - 1 else None
        tokens = [tuple(text_to_tokens(name)) for name in known]
        weight = 1.0 if len(word) > 1 or word in self.words.same_of else BRIDGE
        return Term(tuple(dict.fromkeys(t for t in tokens if t)), weight, word)

    def _latin(self, word: str, terms: list[Term], unknown: list[str]) -> None:
        if self.wordbook.holds(word):
            terms.append(Term(((word,),), 1.0, word))
            return
        names = [tuple(text_to_tokens(name)) for name in self.words.same_of.get(word, ()) if self.wordbook.holds(name)]
        names += [(near,) for near in self.wordbook.near_spelling(word)]
        if not names:
            names = [tuple(text_to_tokens(name)) for name in self.wordbook.named_by_sound(word)]
        if not names:
            # CMI, ICU: what the trade calls by English letters.
            spelt = self.words.english_names(word)
            names = [tuple(text_to_tokens(name)) for name in spelt if self.wordbook.holds(name)]
        if names:
            terms.append(Term(tuple(names), 1.0, word))
        elif len(word) > 2:
            unknown.append(word)

    def _english(self, text: str, terms: list[Term], unknown: list[str]) -> None:
        words = [(m.group().removesuffix("'s").strip("."), m.start()) for m in _LATIN_RUN.finditer(text)]
        at = 0
        while at < len(words):
            taken = 0
            for length in range(min(_ENGLISH_PHRASE, len(words) - at), 0, -1):
                phrase = " ".join(word for word, _ in words[at : at + length])
                if length == 1 and phrase in self.words.idle_words:
                    break
                names = self._english_names(phrase, several=length > 1)
                if names:
                    terms.append(Term(tuple(names), 1.0, phrase))
                    taken = length
                    break
            if not taken:
                word = words[at][0]
                if word not in self.words.idle_words and len(word) > 2:
                    parts = [part for part in re.split(r"[-/]", word) if len(part) > 2]
                    if len(parts) > 1:
                        for part in parts:
                            part_names = self._english_names(part, several=False)
                            if part_names:
                                terms.append(Term(tuple(part_names), 0.7, part))
                    else:
                        self._latin(word, terms, unknown)
            at += taken or 1

    def _english_names(self, phrase: str, several: bool) -> list[tuple[str, ...]]:
        names: list[str] = []
        for form in word_forms(phrase):
            names += self.words.english_names(form)
        names = [name for name in dict.fromkeys(names) if self.wordbook.holds(name)]
        names += [long for name in names if len(name) == 2 for long in self.wordbook.written_out(name)]
        if not names and not (not several and self.wordbook.holds(phrase)):
            names = self.glossary.translate(phrase) or self._by_sound(phrase, several)
        tokens = [tuple(text_to_tokens(name)) for name in names]
        if not several and self.wordbook.holds(phrase):
            tokens.append((phrase,))
        return [t for t in dict.fromkeys(tokens) if t]

    def _by_sound(self, phrase: str, several: bool) -> list[str]:
        """A name of the documents in Latin letters (Xie Jiahao), or what a misspelt word of the trade stands for."""
        words = phrase.split()
        if any(word in self.words.idle_words or self.words.english_names(word) for word in words):
            return []
        joined = "".join(words)
        if several and any(self.glossary.translate(word) for word in words):
            return []
        if len(joined) >= SHORTEST_NAME and joined.isalpha():
            spoken = self.wordbook.named_by_sound(joined) or self.wordbook.named_by_sound("".join(words[::-1]))
            if spoken:
                return spoken
        slip = "" if several else next(filter(None, map(self.words.near_english, word_forms(phrase))), "")
        return [name for name in self.words.english_names(slip) if self.wordbook.holds(name)] if slip else []

    def mended(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """The text with slips of the input method mended, and what was (as written, as taken)."""
        return mend_slips(text, self.words, self.wordbook)


def is_deed(word: str, tag: str) -> bool:
    """Whether a word of two characters says to do something with something (办班, 拿证); 食堂 is a noun by itself."""
    tags = [text_to_tagged_words(character)[0][1] for character in word]
    if len(word) != 2 or (tag.startswith("n") and tags[1].startswith("q")):
        return False
    return tags[0].startswith("v") and tags[1].startswith(("n", "q", "v"))


def _word_ends(text: str) -> set[int]:
    """Where a word of the text begins or ends."""
    ends, position = {0}, 0
    for word, _ in text_to_tagged_words(text):
        position += len(word)
        ends.add(position)
    return ends
