"""Documents as nobody should send them: damaged, mislabelled, endless, swollen. The same ones each time.

    python -m tests.ingest.odd_documents 500 [--keep FOLDER]

reads so many in isolation and prints what became of them, by family.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
import pypdfium2

from ingest.errors import ReadError
from ingest.isolation import IsolatedReader, Limits
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords
from prompts import lexicon_data
from tests.ingest.odd_structures import STRUCTURES

ROOT = Path(__file__).parents[2]
LIMITS = Limits(silence=20.0, per_megabyte=1.0, total=60.0, memory=800_000_000)
"""Narrower than those of the product: what loops for ever need not do so for long to be seen."""


@dataclass(frozen=True, slots=True)
class OddDocument:
    family: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """`code` is `read` or that of the error; `lines` what the error says of page and cause."""

    document: OddDocument
    code: str
    seconds: float
    cause: str = ""


def odd_documents(count: int) -> Iterator[OddDocument]:
    """First every structure that is odd in a way of its own, then mutations of sound documents, in turn."""
    for name, make in list(STRUCTURES.items())[:count]:
        yield OddDocument("structure", name, make())
    families = list(MUTATIONS.items())
    for number in range(max(0, count - len(STRUCTURES))):
        family, (suffix, mutate) = families[number % len(families)]
        yield OddDocument(family, f"{family}-{number}{suffix}", mutate(random.Random(number)))


def read_all(documents: Iterator[OddDocument], folder: Path) -> Iterator[Outcome]:
    """Reads each in isolation. Whatever it raises but ReadError goes through."""
    with IsolatedReader(Lexicon.model_validate(lexicon_data()), LIMITS) as reader:
        for document in documents:
            path = folder / document.name
            path.write_bytes(document.content)
            started = time.monotonic()
            try:
                records = reader.read(path)
            except ReadError as error:
                assert error.path == path
                where = f"page {error.page}: " if error.page else ""
                yield Outcome(document, error.code, time.monotonic() - started, where + error.cause)
            else:
                assert isinstance(records, DocumentRecords)
                yield Outcome(document, "read", time.monotonic() - started)
            path.unlink()


def mutate_bytes(content: bytes, chance: random.Random) -> bytes:
    """Some of: cut off, a stretch zeroed, doubled, removed or moved, bytes changed here and there."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(max(1, len(data)))
        length = chance.choice((1, 4, 64, 1024, len(data) // 4))
        match chance.randrange(6):
            case 0:
                del data[at:]
            case 1:
                data[at : at + length] = bytes(len(data[at : at + length]))
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                del data[at : at + length]
            case 4:
                data[at : at + length] = chance.randbytes(len(data[at : at + length]))
            case _:
                for _ in range(20):
                    data[chance.randrange(max(1, len(data))) : at + 1] = chance.randbytes(1)
    return bytes(data)


def mutate_numbers(content: bytes, chance: random.Random) -> bytes:
    """Numbers of the text become others: sizes, references and counts that are negative, huge or of something else."""
    found = list(re.finditer(rb"(?<![\w.])\d{1,7}(?![\w.])", content))
    for match in sorted(chance.sample(found, min(len(found), chance.choice((1, 3, 10)))), key=lambda m: -m.start()):
        number = chance.choice((b"0", b"-1", b"1", b"7", b"65536", b"2147483648", b"99999999999999", b"x", b"1e99"))
        content = content[: match.start()] + number + content[match.end() :]
    return content


def mutate_archive(content: bytes, chance: random.Random) -> bytes:
    """A part is lost, emptied, replaced by another, or mutated; the archive itself is sound."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    match chance.randrange(5):
        case 0:
            del parts[name]
        case 1:
            parts[name] = b""
        case 2:
            parts[name] = parts[chance.choice(sorted(parts))]
        case 3:
            parts[name] = mutate_bytes(parts[name], chance)
        case _:
            for main in [part for part in parts if part.endswith(("document.xml", "sheet1.xml", "styles.xml"))]:
                parts[main] = mutate_xml(parts[main], chance)
    return make_archive(parts)


def mutate_xml(content: bytes, chance: random.Random) -> bytes:
    """Tags lost, doubled or renamed, numbers of attributes changed; mostly still XML."""
    if chance.random() < 0.5:
        return mutate_numbers(content, chance)
    tags = list(re.finditer(rb"<[^<>]{2,200}/>", content)) or list(re.finditer(rb"<[^<>]{2,200}>", content))
    for match in sorted(chance.sample(tags, min(len(tags), 8)), key=lambda m: -m.start()):
        tag = match[0]
        other = chance.choice((b"", tag * 50, chance.choice(tags)[0], tag.replace(b"w:", b"x:")))
        content = content[: match.start()] + other + content[match.end() :]
    return content


def make_archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


@cache
def small_pdf(first: int, pages: int = 3) -> bytes:
    """Some pages of the sample report."""
    with pypdfium2.PdfDocument(ROOT / "corpus/report.pdf") as whole, pypdfium2.PdfDocument.new() as part:
        part.import_pages(whole, [(first + i) % len(whole) for i in range(pages)])
        buffer = io.BytesIO()
        part.save(buffer)
    return buffer.getvalue()


@cache
def sound_docx() -> bytes:
    return (ROOT / "tests/data/shapes.docx").read_bytes()


@cache
def sound_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("项目", "目标", "完成"),
        ("教材", 12, 10),
        ("课程", 30, "30门"),
        ("资金", 0.985, "1,230.50万元"),
    ):
        sheet.append(row)
    sheet.merge_cells("A5:C6")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@cache
def sound_text() -> bytes:
    return (ROOT / "tests/data/small_report.md").read_bytes()


MUTATIONS: dict[str, tuple[str, Callable[[random.Random], bytes]]] = {
    "pdf-bytes": (".pdf", lambda chance: mutate_bytes(small_pdf(chance.randrange(70)), chance)),
    "pdf-numbers": (".pdf", lambda chance: mutate_numbers(small_pdf(chance.randrange(70)), chance)),
    "docx-bytes": (".docx", lambda chance: mutate_bytes(sound_docx(), chance)),
    "docx-parts": (".docx", lambda chance: mutate_archive(sound_docx(), chance)),
    "xlsx-bytes": (".xlsx", lambda chance: mutate_bytes(sound_xlsx(), chance)),
    "xlsx-parts": (".xlsx", lambda chance: mutate_archive(sound_xlsx(), chance)),
    "text-bytes": (".md", lambda chance: mutate_bytes(sound_text(), chance)),
    "mislabelled": (".docx", lambda chance: chance.choice((small_pdf(3), sound_xlsx(), sound_text(), b"\0\1\2" * 99))),
}


def print_table(outcomes: list[Outcome]) -> None:
    codes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        codes[outcome.document.family][outcome.code] += 1
    names = sorted({code for counter in codes.values() for code in counter}, key=lambda code: (code != "read", code))
    print("family".ljust(14), *(name.rjust(12) for name in names))
    for family, counter in codes.items():
        print(family.ljust(14), *(str(counter[name] or "").rjust(12) for name in names))
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    print(f"{len(outcomes)} documents, none lost; the slowest {slowest.seconds:.1f} s: {slowest.document.name}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("count", type=int)
    options.add_argument("--keep", type=Path, help="folder for documents over which the program itself went wrong")
    arguments = options.parse_args()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        for outcome in read_all(odd_documents(arguments.count), Path(folder)):
            outcomes.append(outcome)
            odd = outcome.code in ("document", "too-long", "too-large", "crashed") or outcome.seconds > 10
            if odd or outcome.document.family == "structure":
                print(f"{outcome.document.name:32} {outcome.code:12} {outcome.seconds:5.1f} s  {outcome.cause[:100]}")
            if outcome.code == "document" and arguments.keep:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (arguments.keep / outcome.document.name).write_bytes(outcome.document.content)
    print_table(outcomes)
    sys.exit(any(outcome.code == "document" for outcome in outcomes))


if __name__ == "__main__":
    main()
