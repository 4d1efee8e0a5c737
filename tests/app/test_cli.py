"""The command line: what it prints, its exit statuses, and one clear line for everything that it cannot do."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.console import PROGRAM, REPORT, Console

QUESTION = "2022年教职工满意度是多少？"
UNKNOWN = "学校的校训是什么？"
PROTECTED_DOCX = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage\0".encode("utf-16-le")
PROTECTED_PDF = b"""%%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj
trailer <</Root 1 0 R /ID [(a) (a)] /Encrypt <</Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U (%s)>>>>
startxref
0
%%%%EOF
""" % (b"o" * 32, b"u" * 32)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Console:
    """A home folder that holds the small report; tests only read it."""
    console = Console(tmp_path_factory.mktemp("filled") / "home")
    assert console("ingest", REPORT).status == 0
    return console


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """An empty home folder."""
    return Console(tmp_path / "home")


@pytest.fixture
def copied(filled: Console, tmp_path: Path) -> Console:
    """The filled home folder, to be spoilt."""
    shutil.copytree(filled.home, tmp_path / "home")
    return Console(tmp_path / "home")


class TestHelp:
    @pytest.mark.parametrize("command", [(), ("ingest",), ("ask",), ("serve",), ("doctor",)])
    def test_every_command_is_explained_in_both_languages(self, console: Console, command: tuple[str, ...]) -> None:
        chinese, english = (replace(console, language=language)(*command, "--help") for language in ("zh", "en"))
        assert (chinese.status, english.status) == (0, 0)
        assert "显示这份说明" in chinese.out
        assert "Show this text" in english.out

    def test_the_language_can_be_asked_for(self, console: Console) -> None:
        assert "显示这份说明" in console("ask", "--help", "--lang", "zh").out

    def test_help_loads_nothing_heavy(self) -> None:
        script = (
            "import sys, app.cli; print([m for m in ('pydantic_settings', 'sqlalchemy', 'numpy') if m in sys.modules])"
        )
        run = subprocess.run([PROGRAM.parent / "python", "-c", script], capture_output=True, text=True, check=True)
        assert run.stdout.strip() == "[]"


class TestIngest:
    def test_says_of_each_document_what_was_read(self, console: Console) -> None:
        run = console("ingest", REPORT, "--json")
        assert run.status == 0
        (report,) = run.json
        assert (report["name"], report["path"], report["state"]) == (REPORT.name, str(REPORT), "read")
        assert report["counts"]["tables"] == 4
        assert report["counts"]["figures"] == report["numbers"]["figure"] > 50
        assert report["numbers"]["unplaced"] == len(report["unplaced"])

    def test_unchanged_documents_are_skipped_and_still_described(self, filled: Console) -> None:
        (report,) = filled("ingest", REPORT, "--json").json
        assert report["state"] == "unchanged"
        assert report["numbers"]["figure"] > 50

    def test_of_a_folder_everything_readable_is_read(self, console: Console, tmp_path: Path) -> None:
        folder = tmp_path / "documents" / "inner"
        folder.mkdir(parents=True)
        shutil.copy(REPORT, folder / "报告.md")
        (folder / "~$报告.docx").write_bytes(b"Word's own")
        (folder / "program.exe").write_bytes(b"MZ\0\0 no document")
        run = console("ingest", folder.parent)
        assert run.status == 0
        assert run.out.startswith("报告.md: read: 4 tables")

    def test_a_document_that_cannot_be_read_keeps_no_other_from_being_read(
        self, console: Console, tmp_path: Path
    ) -> None:
        bad = tmp_path / "bad.pdf"
        bad.write_bytes(b"%PDF-1.7 cut off")
        run = console("ingest", bad, REPORT)
        assert run.status == 1
        assert f"Cannot read {bad}" in run.err
        assert run.out.startswith(REPORT.name)
        assert console("ask", QUESTION).status == 0


class TestAsk:
    def test_prints_the_answer_and_its_sources(self, filled: Console) -> None:
        run = filled("ask", QUESTION)
        assert (run.status, run.err) == (0, "")
        assert "Sources:" in run.out
        assert f"[1] {REPORT.name} · " in run.out

    def test_json_is_the_answer_and_nothing_else(self, filled: Console) -> None:
        run = filled("ask", QUESTION, "--json")
        assert run.status == 0
        assert set(run.json) == {
            *("answer", "figures", "citations", "table", "chart", "refused", "conflict", "followups", "seconds")
        }
        assert run.json["figures"] and not run.json["refused"]

    def test_what_the_documents_do_not_say_is_refused_with_status_1(self, filled: Console) -> None:
        run = filled("ask", UNKNOWN, "--json")
        assert run.status == 1
        assert run.json["refused"]

    def test_earlier_questions_are_understood(self, filled: Console, tmp_path: Path) -> None:
        history = tmp_path / "history.json"
        history.write_text(json.dumps([{"q": QUESTION}], ensure_ascii=False), encoding="utf-8")
        follow_up = filled("ask", "2021年呢？", "--history", history, "--json").json
        whole = filled("ask", "2021年教职工满意度是多少？", "--json").json
        assert [figure["value"] for figure in follow_up["figures"]] == [figure["value"] for figure in whole["figures"]]

    @pytest.mark.parametrize("by_file", [True, False], ids=["file", "standard input"])
    def test_a_batch_gives_one_answer_a_line(self, filled: Console, tmp_path: Path, by_file: bool) -> None:
        lines = [
            {"id": "a", "question": QUESTION},
            {"id": 2, "question": "2021年呢？", "history": [{"q": QUESTION}]},
            {"id": None, "question": UNKNOWN, "history": None, "note": "other keys are left alone"},
        ]
        text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        batch = tmp_path / "questions.jsonl"
        batch.write_text("\ufeff" + text + "\n", encoding="utf-8")
        run = filled("ask", "--batch", batch) if by_file else filled("ask", "--batch", "-", given=text)
        answers = [json.loads(line) for line in run.out.splitlines()]
        assert run.status == 0
        assert [answer["id"] for answer in answers] == ["a", 2, None]
        assert [answer["refused"] for answer in answers] == [False, False, True]
        assert answers[1]["figures"]

    def test_without_documents_it_says_so(self, console: Console) -> None:
        run = console("ask", QUESTION)
        assert run.status == 1
        assert run.out.strip()

    def test_a_reader_that_has_seen_enough_is_no_error(self, filled: Console) -> None:
        command = f"'{PROGRAM}' ask '{QUESTION}' --json | head -c 1"
        run = subprocess.run(
            ["bash", "-c", command], env=filled.variables(), capture_output=True, text=True, check=True
        )
        assert (run.stdout, run.stderr) == ("{", "")


class TestCannot:
    """Exit status 2, one line that says what, where and what to do, and nothing stored is harmed."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("ingest", "{tmp}/none.pdf"), "Not found: {tmp}/none.pdf."),
            (("ingest", "{tmp}/empty-folder"), "No readable file in the folder {tmp}/empty-folder."),
            (("ingest", "{tmp}/cut.pdf"), "Cannot read {tmp}/cut.pdf"),
            (("ingest", "{tmp}/cut.docx"), "Cannot read {tmp}/cut.docx"),
            (("ingest", "{tmp}/cut.xlsx"), "Cannot read {tmp}/cut.xlsx"),
            (("ingest", "{tmp}/protected.pdf"), "{tmp}/protected.pdf is protected by a password."),
            (("ingest", "{tmp}/protected.docx"), "{tmp}/protected.docx is protected by a password."),
            (("ingest", "{tmp}/empty.md"), "Nothing to read in {tmp}/empty.md."),
            (("ingest", "{tmp}/program.exe"), "This kind of file cannot be read: {tmp}/program.exe."),
            (("ask",), "No question."),
            (("ask", " "), "No question."),
            (("ask", "问题", "--history", "{tmp}/none.json"), "Not found: {tmp}/none.json."),
            (("ask", "问题", "--history", "{tmp}/words.json"), "Cannot use {tmp}/words.json"),
            (("ask", "问题", "--history", "{tmp}/object.json"), "Cannot use {tmp}/object.json"),
            (("ask", "--batch", "{tmp}/none.jsonl"), "Not found: {tmp}/none.jsonl."),
            (("ask", "--batch", "{tmp}/words.json"), "Cannot use {tmp}/words.json, line 1"),
            (("ask", "--batch", "{tmp}/second.jsonl"), "Cannot use {tmp}/second.jsonl, line 2: question"),
            (("ask", "问题", "--home", "{tmp}/empty.md"), "Cannot write to the home folder {tmp}/empty.md"),
            (("ask", "问题", "--lang", "fr"), "--lang must be zh or en"),
            (("serve", "--port", "70000"), "--port must be a whole number from 1 to 65535"),
            (("serve", "--port", "many"), "Not understood: "),
            (("serve", "--host", "192.0.2.1"), "The page cannot be served at 192.0.2.1"),
            (("ingest",), "PATH is missing."),
            (("ask", "--colour"), "There is no option --colour."),
            (("sing",), "Not understood: No such command 'sing'."),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
    )
    def test_one_clear_line(self, console: Console, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
        (tmp_path / "empty-folder").mkdir()
        (tmp_path / "empty.md").write_text("")
        (tmp_path / "words.json").write_text("no JSON")
        (tmp_path / "object.json").write_text('{"q": "问题"}', encoding="utf-8")
        (tmp_path / "second.jsonl").write_text('{"question": "问题"}\n{"id": 7}\n', encoding="utf-8")
        (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7 cut off")
        (tmp_path / "cut.docx").write_bytes(b"PK\x03\x04 cut off")
        (tmp_path / "cut.xlsx").write_bytes(b"PK\x03\x04 cut off")
        (tmp_path / "program.exe").write_bytes(b"MZ\0\0 no document")
        (tmp_path / "protected.pdf").write_bytes(PROTECTED_PDF)
        (tmp_path / "protected.docx").write_bytes(PROTECTED_DOCX)
        run = console(*(argument.format(tmp=tmp_path) for argument in arguments))
        assert run.status == 2
        assert run.line.startswith(said.format(tmp=tmp_path))

    def test_the_port_is_in_use(self, filled: Console) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            run = filled("serve", "--port", taken.getsockname()[1])
        assert run.status == 2
        assert run.line.startswith(f"Port {taken.getsockname()[1] if taken.fileno() >= 0 else ''}".rstrip())
        assert "--port" in run.line

    @pytest.mark.parametrize(
        "arguments",
        [("ask", QUESTION), ("ask", QUESTION, "--json"), ("ingest", REPORT), ("serve",)],
        ids=["ask", "ask --json", "ingest", "serve"],
    )
    def test_a_corrupt_home_folder_is_named_and_left_as_it_is(
        self, copied: Console, arguments: tuple[object, ...]
    ) -> None:
        for spoilt in copied.home.glob("ziping.sqlite*"):
            spoilt.write_bytes(b"no database" * 1000)
        before = contents(copied.home)
        run = copied(*arguments)
        assert run.status == 2
        assert run.line.startswith(f"The index {copied.home / 'ziping.sqlite'} is damaged")
        assert "--home" in run.line
        assert contents(copied.home) == before

    def test_another_programs_database_is_left_alone(self, console: Console) -> None:
        console.home.mkdir()
        with sqlite3.connect(console.home / "ziping.sqlite") as database:
            database.execute("CREATE TABLE accounts (owner TEXT)")
        database.close()
        before = contents(console.home)
        assert "another program's database (accounts)" in console("ingest", REPORT).line
        assert contents(console.home) == before

    def test_a_document_that_was_spoilt_keeps_its_last_good_version(self, console: Console, tmp_path: Path) -> None:
        document = tmp_path / "report.docx"
        shutil.copy(REPORT.with_name("report.docx"), document)
        assert console("ingest", document).status == 0
        known = console("doctor", "--json").json
        document.write_bytes(document.read_bytes()[:2000])
        assert console("ingest", document).status == 2
        counts = [
            {check["code"]: check["counts"] for check in checks} for checks in (known, console("doctor", "--json").json)
        ]
        assert counts[0]["index"]["figures"] > 0
        assert counts[0] == counts[1]

    def test_the_reader_is_spoken_to_in_chinese(self, console: Console, tmp_path: Path) -> None:
        run = replace(console, language="zh")("ingest", tmp_path / "没有.pdf")
        assert run.line == f"找不到：{tmp_path / '没有.pdf'}。请检查路径是否写对。"


class TestDoctor:
    def test_of_a_new_home_folder_it_says_what_to_do_and_makes_none(self, console: Console) -> None:
        run = console("doctor", "--json")
        checks = {check["code"]: check for check in run.json}
        assert run.status == 0
        assert checks["index"]["state"] == "warning" and "ziping ingest" in checks["index"]["mend"]
        assert checks["model"]["state"] == "warning"
        assert not console.home.exists()

    def test_counts_documents_figures_and_all_numbers(self, filled: Console) -> None:
        checks = {check["code"]: check for check in filled("doctor", "--json").json}
        assert checks["index"]["counts"]["documents"] == 1
        assert checks["index"]["counts"]["figures"] == checks["numbers"]["counts"]["figure"]
        assert set(checks["numbers"]["counts"]) >= {"figure", "date", "list number", "unplaced"}

    def test_a_corrupt_index_is_a_problem(self, copied: Console) -> None:
        (copied.home / "ziping.sqlite").write_bytes(b"no database" * 1000)
        run = copied("doctor")
        assert run.status == 2
        assert "✗ Index" in run.out


class TestModel:
    def test_vectors_are_made_when_the_model_arrives_after_the_documents(
        self, copied: Console, embedding_model: Path
    ) -> None:
        assert vectors(copied) == "warning"
        with_model = replace(copied, models=embedding_model.parent)
        assert vectors(with_model) == "warning"
        assert with_model("ingest", REPORT).out == f"{REPORT.name}: unchanged, skipped\n"
        assert vectors(with_model) == "ok"

    def test_without_a_source_it_says_so_and_works_by_words(self, console: Console, tmp_path: Path) -> None:
        (tmp_path / "bin").mkdir()
        # Nothing listens on port 9 of this machine, and no npm is found.
        away = {"ZIPING_OFFLINE": "0", "HF_ENDPOINT": "http://127.0.0.1:9", "PATH": str(tmp_path / "bin")}
        run = replace(console, environment=away)("ingest", REPORT)
        assert run.status == 0
        assert "could not be fetched" in run.err and "No embedding model" in run.err
        assert console("ask", QUESTION).status == 0


@pytest.fixture
def served(filled: Console) -> Iterator[str]:
    """The address of a page that is served; the port is one that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [PROGRAM, "serve", "--port", str(port), "--open"]
    with subprocess.Popen(command, env=filled.variables(), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "running" in line)
        yield said
        process.terminate()


def test_serve_says_where_the_page_is(served: str) -> None:
    address = next(word for word in served.split() if word.startswith("http://"))
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 307")


def contents(folder: Path) -> dict[str, bytes]:
    """All that the folder holds, but for the lock, which everyone who looks may make."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def vectors(console: Console) -> str:
    return str({check["code"]: check["state"] for check in console("doctor", "--json").json}["vectors"])
