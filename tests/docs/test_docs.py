"""The documentation says what the program does: examples run, tables are those of the code, and nothing is left unsaid.

    .venv/bin/python tests/docs/test_docs.py

writes the tables between ``<!-- generated: NAME -->`` and ``<!-- end -->`` anew.
"""

from __future__ import annotations

import ast
import doctest
import hashlib
import importlib.util
import io
import json
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

import click
import pytest

import pyrrhus
from pyrrhus import errors, vocabulary
from pyrrhus.cli.main import main
from pyrrhus.cli.main import pyrrhus as group
from pyrrhus.conflict import conflict
from pyrrhus.ledger import schema
from pyrrhus.ledger.export import COLUMNS
from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.shipped import Shipped
from pyrrhus.ledger.view import View
from pyrrhus.measures.coverage import PARTIES, SUBJECTS, coverage
from pyrrhus.period import day_name
from pyrrhus.sources.contract import ADAPTERS, File, Source, load_source
from pyrrhus.statement import Statement, canonical

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "pyrrhus"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]

FENCE = re.compile(r"^ *```(\S*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
GENERATED = re.compile(r"<!-- generated: (.+?) -->\n(.*?)<!-- end -->", re.DOTALL)
JANUARY = {"party": "russia", "kind": "flow", "start": date(2025, 1, 1), "end": date(2025, 1, 31)}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return [body for found, body in FENCE.findall(text(name)) if found == language]


def prose(name: str) -> str:
    return FENCE.sub("", text(name))


def in_code(name: str) -> set[str]:
    """What a page sets as code between its lines."""
    return set(re.findall(r"`([^`\n]+)`", prose(name)))


# tables that are written from the code ----------------------------------------------------------------------------------


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ("---",) * len(head), *rows))


def meanings(head: str, words: dict[str, str]) -> str:
    return table((head, "Meaning"), [(f"`{name}`", meaning) for name, meaning in words.items()])


def commands() -> dict[str, click.Command]:
    """Every command that does something, one of a group as ``group command``."""
    context = click.Context(group)
    found: dict[str, click.Command] = {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            found |= {f"{name} {part}": one for part, one in command.commands.items()}
        elif command is not None:
            found[name] = command
    return found


def command_table() -> str:
    rows = [
        (f"[`pyrrhus {name}`](#pyrrhus-{name.replace(' ', '-')})", one.get_short_help_str(120))
        for name, one in commands().items()
    ]
    return table(("Command", "What it does"), rows)


def option_table(name: str) -> str:
    return table(("Option", "Takes", "Meaning"), [_option(one) for one in commands()[name].params])


def _option(one: click.Parameter) -> tuple[str, str, str]:
    if not isinstance(one, click.Option):
        return f"`{one.human_readable_name}`", "", "Needed; how it is written stands above."
    chosen = one.type.choices if isinstance(one.type, click.Choice) and one.metavar is None else ()
    takes = ", ".join(f"`{choice}`" for choice in chosen) or ("" if one.is_flag else one.make_metavar(click.Context(group)))
    default = f"Default: {one.default}." if one.show_default else ""
    told = re.sub(r"--\w+", r"`\g<0>`", " ".join(filter(None, (one.help, default))))
    return f"`{one.opts[0]}`", takes, told


def source_table() -> str:
    counts = [one for one in conflict().publishers.values() if one.role != "relays"]
    rows = [
        (f"`{one.id}`", one.name, f"{one.stance}, {one.party}" if one.party else one.stance, one.scope, one.derived_from)
        for one in sorted(counts, key=lambda one: one.id)
    ]
    return table(("Id", "Who", "Stance, party", "Scope", "Rests on"), rows)


def adapter_table(name: str) -> str:
    told = load_source(name)
    files = [f"`{one.path}`" + (", every version" if one.vintages else ", newest version") for one in told.files]
    places = dict.fromkeys(told.place(one)[0] for one in told.files)
    rows = [
        ("What is read", told.title),
        ("Repository", "; ".join(f"[{name}](https://github.com/{name})" for name in places)),
        ("Files", "; ".join(files)),
        ("A file or row of day D shows", {"same_day": "the end of D", "day_before": "the end of the day before D"}[told.shows]),
        ("May be passed on", f"{told.licence}: {told.licence_note}"),
        ("Credit", told.attribution),
    ]
    return table(("", ""), rows)


def coverage_table() -> str:
    """What ships on each party, by month: figures, and in brackets how many sources they are from."""
    shipped = Shipped()
    view = View([shipped], shipped.published())
    cells: dict[str, list[str]] = {}
    for one in coverage(view.statements(), conflict().start, view.as_of):
        cells.setdefault(one.month.code, []).append(f"{one.figures} ({len(one.sources)})" if one.figures else "not published")
    head = [f"{conflict().parties[party]}: {what}" for party in PARTIES for what in SUBJECTS]
    order = [head.index(f"{conflict().parties[party]}: {what}") for what in SUBJECTS for party in PARTIES]
    rows = [(code, *(row[number] for number in order)) for code, row in cells.items()]
    return table(("Month", *(head[number] for number in order)), rows)


def vectors() -> dict[str, Statement]:
    printed = Statement(
        source="isw", metric="ground", basis="gained", value=Decimal("498.0"), bound="about", unit="km2", **JANUARY,
        place="Ukraine and Kursk Oblast", published=date(2025, 2, 3), page="https://example.org/a", evidence="page",
    )  # fmt: skip
    losses = Statement(
        source="ua_general_staff", metric="casualties", includes=frozenset({"wounded", "killed"}), unit="persons", **JANUARY,
        value=Decimal(48240), published=date(2025, 2, 4), page='https://example.org/"b"', flags=frozenset({"restated"}),
    )  # fmt: skip
    ratio = Statement(
        source="pyrrhus", derived_from="ua_general_staff", metric="casualties_per_km2", unit="persons/km2",
        **JANUARY | {"kind": "ratio"}, place="Ukraine and Kursk Oblast", vs_source="isw", value=Decimal("96.867470"),
        formula="ratio/1", inputs=(losses.id, printed.id), evidence="worked_out",
    )  # fmt: skip
    return {"A printed area": printed, "A count of losses": losses, "The ratio of the two": ratio}


# Promised: an id of one release is the id of every later one.
PROMISED_IDS = [
    "df82d296b2ce4a06ac4cdb4cbf92bdec344a56bc696ad8d0e9cdd1f5fc4d85e8",
    "4b4d9c05d7f98c6161af982db66e127b375e21417a93d3309963b9ce095774b7",
    "825afdaa3b13827537e8cc9a4da5184b3f97ee5581141dc1d8e2176ccb7cc26d",
]


def vector_blocks() -> str:
    told = [
        f"{name}:\n\n```text\n{canonical(one.identity())}\n```\n\nhas the id\n\n```text\n{one.id}\n```\n"
        for name, one in vectors().items()
    ]
    return "\n".join(told)


TABLES: dict[str, Callable[[], str]] = {
    "metrics": partial(meanings, "Metric", vocabulary.METRICS),
    "kinds": partial(meanings, "Kind", vocabulary.KINDS),
    "flags": partial(meanings, "Flag", vocabulary.FLAGS),
    "evidence": partial(meanings, "Grade", vocabulary.EVIDENCE_GRADES),
    "columns": lambda: "```text\n" + ",".join(COLUMNS) + "\n```\n",
    "vectors": vector_blocks,
    "coverage": coverage_table,
    "sources": source_table,
    "adapters": lambda: table(
        ("NAME", "What is read"), [(f"[`{name}`](sources.md#{name})", load_source(name).title) for name in ADAPTERS]
    ),
    "commands": command_table,
    **{f"source {name}": partial(adapter_table, name) for name in ADAPTERS},
    **{f"options {name}": partial(option_table, name) for name in commands()},
}


def written(page: str) -> str:
    """A page with its generated parts as the code has them now."""
    return GENERATED.sub(lambda found: f"<!-- generated: {found[1]} -->\n\n{TABLES[found[1]]()}\n<!-- end -->", page)


@pytest.mark.parametrize("name", NAMES)
def test_generated_tables_are_those_of_the_code(name: str) -> None:
    assert text(name) == written(text(name)), "run .venv/bin/python tests/docs/test_docs.py"


def test_every_table_is_on_a_page() -> None:
    assert {name for page in NAMES for name, _ in GENERATED.findall(text(page))} == set(TABLES)


# what is shown runs -----------------------------------------------------------------------------------------------------


@cache
def output(command: str) -> tuple[str, int]:
    """What a command prints, on standard output and then on standard error, and its exit status."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(shlex.split(command)[1:])
    return out.getvalue() + err.getvalue(), int(left.value.code or 0)


def shows(shown: list[str], real: list[str]) -> bool:
    """Whether the real lines are those shown, where ``...`` stands for any lines, or within a line for any characters."""
    chunks: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == "...":
            chunks.append([])
        else:
            chunks[-1].append(line)
    at = 0
    for number, chunk in enumerate(chunks):
        last = len(real) - len(chunk)
        places = range(at, last + 1) if number else range(1)
        if number and number == len(chunks) - 1:
            places = range(max(at, last), last + 1)
        found = next((place for place in places if _alike(chunk, real[place : place + len(chunk)])), None)
        if found is None:
            return False
        at = found + len(chunk)
    return len(chunks) > 1 or at == len(real)


def _alike(shown: list[str], real: list[str]) -> bool:
    return len(shown) == len(real) and all(
        re.fullmatch(".*".join(map(re.escape, one.rstrip().split("..."))), other.rstrip()) is not None
        for one, other in zip(shown, real, strict=True)
    )


def shown_commands() -> Iterator[Any]:
    for name in NAMES:
        for block in blocks(name, "console"):
            assert block.startswith("$ pyrrhus "), f"{name}: a console block begins with a command: {block[:60]!r}"
            files: list[str] = []
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, lines = part.partition("\n")
                yield pytest.param(tuple(files), command, lines, id=f"{name}: {command[:70]}")
                files += [command] if " --out " in command else []


@pytest.mark.parametrize(("files", "command", "shown"), list(shown_commands()))
def test_a_shown_command_prints_what_is_shown(
    files: tuple[str, ...], command: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``files`` are the commands of the same block that wrote what this one may read."""
    monkeypatch.chdir(tmp_path)
    for one in files if "recheck" in command else ():
        output.__wrapped__(one)
    real, status = output(command)
    assert shows(shown.splitlines(), real.splitlines()), f"it prints, with status {status}:\n{real[:6000]}"


@pytest.mark.parametrize(
    ("shown", "real", "alike"),
    [
        ("a\nb", "a\nb", True),
        ("a", "a\nb", False),
        ("a\n...", "a\nb", True),
        ("...\nb", "a\nb", True),
        ("a\n...\nd", "a\nb\nc\nd", True),
        ("b\n...", "a\nb", False),
        ("a\n...\nc\n...", "a\nb\nd", False),
        ("a\n...\nb", "a\nb\nc", False),
        ("a...c 1", "abbc 1", True),
        ("a...c 1", "abbc 2", False),
        ("a\n...\na", "a", False),
    ],
)
def test_what_is_shown_is_compared_line_by_line(shown: str, real: str, alike: bool) -> None:
    assert shows(shown.splitlines(), real.splitlines()) is alike


@pytest.mark.parametrize("name", [name for name in NAMES if blocks(name, "python")])
def test_python_examples_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    example = doctest.DocTestParser().get_doctest("\n".join(blocks(name, "python")), {}, name, name, 0)
    assert example.examples
    told = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert runner.run(example, out=told.write).failed == 0, told.getvalue()


@pytest.mark.parametrize("name", [name for name in NAMES if blocks(name, "sh")])
def test_commands_that_are_only_named_exist(name: str) -> None:
    for line in "\n".join(blocks(name, "sh")).splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["make"]:
            assert re.search(rf"^{words[1]}:", text("Makefile"), re.MULTILINE), line
        if "pyrrhus" in words:
            command, *arguments = words[words.index("pyrrhus") + 1 :]
            if command not in commands():
                command = f"{command} {arguments.pop(0)}"
            commands()[command].make_context(command, arguments)


def tool(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.shared
def test_the_table_of_what_a_ledger_holds_is_that_of_a_synced_ledger(synced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holdings = tool("build_holdings")
    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    with opened() as view:
        found = holdings.holdings(view)
    assert "2025-01" in found
    assert text("docs/coverage.md") == holdings.written(text("docs/coverage.md"), found), "run tools/build_holdings.py"


@pytest.mark.slow
@pytest.mark.shared
def test_the_months_on_the_page_of_ground_are_those_of_a_synced_ledger(synced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    with opened() as view:
        found = tool("build_ground_months").written(text("docs/ground.md"), view)
    assert "| 2026-02 | 187.4 / 48.9 / 138.5 | 203.8 / 48.9 / 155 |" in found
    assert text("docs/ground.md") == found, "run tools/build_ground_months.py"


# nothing is left unsaid -------------------------------------------------------------------------------------------------


def test_the_fields_of_a_statement_stand_in_the_order_of_the_csv() -> None:
    rows = re.search(r"<!-- fields.*?-->\n(.*?)<!-- end -->", text("docs/statements.md"), re.DOTALL)
    assert rows is not None
    fields = [name for row in rows[1].splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert fields == list(COLUMNS)


def test_each_word_of_a_closed_list_is_on_the_page_of_statements() -> None:
    lists = (
        vocabulary.BASES, vocabulary.BOUNDS, vocabulary.CONVENTIONS, vocabulary.INCLUDES, vocabulary.LICENCES,
        vocabulary.RANGE_IS, vocabulary.STANCES, vocabulary.UNITS,
    )  # fmt: skip
    classes = set(load_source("ua_general_staff").facts["classes"].values())
    assert {word for words in lists for word in words} | classes <= in_code("docs/statements.md")


def test_a_documented_vector_is_the_codes_and_its_bytes_hash_to_its_id() -> None:
    (part,) = [body for name, body in GENERATED.findall(text("docs/statements.md")) if name == "vectors"]
    told = [body.strip() for _, body in FENCE.findall(part)]
    assert told[0::2] == [canonical(one.identity()) for one in vectors().values()]
    assert told[1::2] == [one.id for one in vectors().values()] == PROMISED_IDS
    assert told[1::2] == [hashlib.sha256(b"pyrrhus-statement-1" + said.encode()).hexdigest() for said in told[0::2]]


def test_each_command_and_each_source_has_its_section() -> None:
    assert re.findall(r"^## pyrrhus ([\w -]+)$", text("docs/commands.md"), re.MULTILINE) == list(commands())
    assert set(re.findall(r"^## `(\w+)`$", text("docs/sources.md"), re.MULTILINE)) == set(ADAPTERS)


def test_the_formulas_of_the_code_are_those_on_the_page_of_measures() -> None:
    formula = re.compile(r"[a-z][a-z0-9_]*/[0-9]+")
    used = {
        node.value
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and formula.fullmatch(node.value)
    }
    assert len(used) > 10
    assert set(re.findall(r"^\| `([a-z0-9_]+/[0-9]+)` \|", text("docs/measures.md"), re.MULTILINE)) == used


def test_the_days_and_numbers_on_the_pages_are_those_of_the_data() -> None:
    for name in ("docs/sources.md", "docs/measures.md"):
        for day in conflict().scope_apart:
            assert day_name(day) in prose(name)
        assert load_source("isw").facts["ellipsoid_ratio"] in prose(name)
    assert str(vocabulary.KM2_PER_SQUARE_MILE) in prose("docs/statements.md")


def test_the_shape_of_a_brief_is_the_documented_one() -> None:
    brief = json.loads(pyrrhus.brief("2025-01").to_json())
    parts = ("sections", "tables", "charts", "chain")
    keys = {*brief, *brief["period"], *(key for part in parts for one in brief[part] for key in one)}
    ids = {one["id"] for part in parts[:3] for one in brief[part]}
    assert keys | ids <= in_code("docs/contracts.md")
    part = prose("docs/contracts.md").partition("## A brief")[2].partition("## Exit")[0]
    rows = re.findall(r"^\| (`.*?`) \| ", part, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(brief)


def test_the_statement_on_the_page_of_contracts_is_real() -> None:
    (example,) = [json.loads(block, parse_int=Decimal) for block in blocks("docs/contracts.md", "json")]
    with pyrrhus.open("2025-02-04") as desk:
        held = {one.id: one.as_json() for one in desk.statements(source="ua_general_staff", metric="casualties")}
    assert held[example["id"]] == example


def test_the_rooms_the_keys_of_a_source_the_tables_and_the_errors_are_named() -> None:
    rooms = {path.name for path in SRC.iterdir() if path.is_dir() and path.name != "__pycache__"}
    modules = {path.stem for path in SRC.glob("*.py") if not path.stem.startswith("__")}
    architecture = in_code("docs/architecture.md")
    assert rooms | modules | set(Source.model_fields) | set(File.model_fields) | set(errors.__all__) <= architecture
    assert set(schema.metadata.tables) <= in_code("docs/ledger.md")


def test_words_that_are_not_used_are_not_in_the_briefs_catalogue() -> None:
    unused = re.findall(r"\*(\w+)\*", text("docs/fairness.md").partition("## Words that are not used")[2].partition("##")[0])
    assert len(unused) > 3
    catalogue = (SRC / "brief" / "messages" / "en.toml").read_text(encoding="utf-8")
    assert [word for word in unused if re.search(rf"\b{word}", catalogue, re.IGNORECASE)] == []


# pages hold together ----------------------------------------------------------------------------------------------------


def slugs(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(name)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        assert not anchor or anchor in slugs(target), link


@pytest.mark.parametrize("name", [name for name in NAMES if name != "CONTRIBUTING.md"])
def test_pages_name_nothing_that_only_a_developers_machine_has(name: str) -> None:
    assert re.findall(r"\.\./shared|/work/|/home/|/Users/|/tmp/", text(name)) == []


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
