"""The docs are tested: a setting, command, status, sentence or file without its words fails; so does a dead link."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

from bot import config, config_channels, config_clock, config_ladders, config_obligations
from bot.__main__ import cli
from bot.config_faults import keys
from models.obligations import DueStatus

ROOT = Path(__file__).parent.parent
ROOMS = ("models", "handlers", "scheduler", "bot")
TEXTS = {".md", ".py", ".toml", ".txt", ".js", ".css", ".html", ".svg", ".json", ".jsonl", ".mako", ".c", ".run", ""}
#: Modules of models/wording/ whose public functions are sentences.
SENTENCES = (
    "receipts",
    "reminders",
    "answers",
    "accounts",
    "channels",
    "asking",
    "incidents",
    "tips",
    "zero",
    "assigning",
    "hazards",
    "missing",
    "rectification",
    "rechecks",
    "extended",
    "deadlines",
    "bureau",
    "ledger",
    "detail",
    "owed",
    "figures",
    "proxy",
    "reasons",
    "zero_asked",
    "explained",
    "unclear",
    "taught",
    "search",
    "corrected",
    "combined",
    "day_reports",
    "special_work",
    "day_answers",
    "upward",
    "sheets",
    "anomalies",
    "pages",
    "tip_offs",
    "expiring",
    "above",
    "superior",
    "office_days",
    "rota",
    "handovers",
    "contact_tests",
    "periods",
    "exemptions",
    "notices",
    "notices_by_phone",
    "weather",
    "watch",
)
SECTIONS: Mapping[str, type[BaseModel]] = {
    "site": config.SiteSection,
    "database": config.DatabaseSection,
    "media": config.MediaSection,
    "web": config.WebSection,
    "patrol": config.PatrolSection,
    "zero": config.ZeroSection,
    "tips": config_clock.TipsSection,
    "weather": config_clock.WeatherSection,
    "digests": config_clock.DigestsSection,
    "expiring": config_clock.ExpiringSection,
    "incident": config_clock.IncidentSection,
    "tip_offs": config_clock.TipOffsSection,
    "rota": config_clock.RotaSection,
    "watch": config_clock.WatchSection,
    "class": config.ClassSection,
    "obligations": config_obligations.ObligationSection,
    "key_period": config_ladders.KeyPeriodSection,
    "ladder": config_ladders.LadderSection,
    "step": config_ladders.StepSection,
    "channels": config_channels.WecomAppSection,
}
#: Further kinds of channels, and what stands in them.
OF_CHANNELS = (
    config_channels.WecomRobotSection,
    config_channels.RobotSection,
    config_channels.GatewaySection,
    config_channels.OfficialAccountSection,
    config_channels.WecomArchiveSection,
    config_channels.ArchiveKeySection,
    config_channels.WecomKfSection,
    config_channels.WecomAibotSection,
)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project: those that git knows or would take; without git, those that are not left behind."""
    try:
        told = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            timeout=180,
        ).stdout.decode()
        found = [ROOT / name for name in told.split("\0") if name]
    except (OSError, subprocess.SubprocessError):
        found = [path for path in ROOT.rglob("*") if not _left_behind(path.relative_to(ROOT))]
    return tuple(sorted(path for path in set(found) if path.is_file()))


def _left_behind(path: Path) -> bool:
    top = path.parts[0]
    hidden = top.startswith(".") and top not in {".ci", ".gitignore"}
    return hidden or top in {"var", "build", "dist", "config.toml"} or "__pycache__" in path.parts


@cache
def text(path: Path) -> str:
    return path.read_text("utf-8")


def doc(name: str) -> str:
    return text(ROOT / name)


def texts(*suffixes: str) -> list[Path]:
    return [path for path in tracked() if path.suffix in (suffixes or TEXTS)]


def section(page: str, heading: str) -> str:
    """What stands below a heading of a page, up to the next of its kind."""
    found = re.search(rf"^## {heading}.*?\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    assert found, heading
    return found[1]


def names_word(page: str, word: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", page) is not None


# Settings


def settings() -> Iterator[tuple[str, str]]:
    yield from ((name, key) for name, model in SECTIONS.items() for key in keys(model))
    yield from (("channels", key) for model in OF_CHANNELS for key in keys(model))


def test_every_section_of_the_configuration_is_looked_at() -> None:
    sections = {
        name
        for module in (config, config_channels)
        for name, model in vars(module).items()
        if isinstance(model, type) and issubclass(model, config.Section)
    }
    looked_at = {model.__name__ for model in (*SECTIONS.values(), *OF_CHANNELS)}
    assert sections - looked_at == {"Section", "ChannelSection", "ConsoleSection", "Config"}
    assert set(keys(config.Config)) | {"class", "step"} == set(SECTIONS)


def test_every_setting_stands_in_the_example() -> None:
    switched_on = re.sub(r"^#(?=[\w\[])", "", doc("config.example.toml"), flags=re.M)
    raw = tomllib.loads(switched_on)
    written = {(name, key) for name, table in raw.items() if isinstance(table, dict) for key in table}
    written |= {("class", key) for own in raw["patrol"]["class"].values() for key in own}
    written |= {("step", key) for steps in raw["ladder"].values() for one in steps for key in one}
    written |= {(name, key) for name in ("channels", "weather", "obligations") for one in raw[name] for key in one}
    tables = [table for one in raw["channels"] for name in ("robots", "keys") for table in one.get(name, ())]
    written |= {("channels", key) for table in tables for key in table}
    assert set(settings()) - written == set()


def test_every_setting_stands_in_the_contract() -> None:
    told = section(doc("docs/CONTRACT.md"), "Configuration")
    assert [f"{name}.{key}" for name, key in settings() if not names_word(told, key)] == []


def test_every_kind_of_channel_stands_in_the_contract() -> None:
    told = section(doc("docs/CONTRACT.md"), "Configuration")
    kinds = [
        re.findall(r'"(\w+)"', line) for line in doc("bot/config_channels.py").splitlines() if "kind: Literal[" in line
    ]
    assert [kind for line in kinds for kind in line if f"`{kind}`" not in told] == []


# Commands


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_a_row_and_an_example(name: str) -> None:
    rows = [line for line in section(doc("docs/CONTRACT.md"), "Commands").splitlines() if line.startswith("| `yexun")]
    assert any(f"`yexun {name}" in row for row in rows), f"docs/CONTRACT.md has no row for yexun {name}"
    told = CliRunner().invoke(cli, [name, "--help"]).output
    assert re.search(rf"Examples?: +yexun {name}\b", told), told


def test_the_contract_names_no_command_that_does_not_exist() -> None:
    commands = re.findall(r"`yexun ([\w-]+)", doc("docs/CONTRACT.md"))
    assert set(commands) - set(cli.commands) == set()


# Statuses and sentences


def statuses() -> Iterator[tuple[Path, str, str, str]]:
    """Path, enum, value and comment of every status that a row can have, and of every kind of report."""
    for path in sorted((ROOT / "models").glob("*.py")):
        lines = text(path).splitlines()
        for node in ast.parse(text(path)).body:
            if isinstance(node, ast.ClassDef) and (node.name.endswith("Status") or node.name == "ReportKind"):
                for member in node.body:
                    if isinstance(member, ast.Assign) and isinstance(member.value, ast.Constant):
                        _, _, comment = lines[member.lineno - 1].partition("  # ")
                        yield path, node.name, str(member.value.value), comment.strip()


def test_every_status_has_its_sentence() -> None:
    found = list(statuses())
    assert {enum for _, enum, _, _ in found} >= {"MessageStatus", "OutgoingStatus", "DueStatus", "RunStatus"}
    assert [f"{path.name}: {enum} {value}" for path, enum, value, comment in found if not comment] == []


def test_every_state_of_a_due_has_its_chinese_word() -> None:
    told = doc("docs/WORDS.md")
    chinese = {value: comment.partition(":")[0] for _, enum, value, comment in statuses() if enum == "DueStatus"}
    assert set(chinese) == set(DueStatus)
    assert [value for value, word in chinese.items() if f"{value} {word}" not in told] == []


def test_every_sentence_of_the_bot_is_named() -> None:
    told = doc("docs/WORDING.md")
    modules = {path.stem for path in (ROOT / "models" / "wording").glob("*.py") if not path.stem.endswith("_composed")}
    assert modules - set(SENTENCES) == {"__init__", "buttons", "compose", "composed", "lines", "receipted", "times"}
    public = [
        f"{module}.{node.name}"
        for module in SENTENCES
        for node in ast.parse(doc(f"models/wording/{module}.py")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    assert [name for name in public if f"`{name}`" not in told] == []


# Files


@cache
def tree() -> Mapping[str, str]:
    """The drawing of docs/HOUSE.md: each room and what is written of it."""
    drawn = re.search(r"^```\n(models/.*?)^```", doc("docs/HOUSE.md"), re.M | re.S)
    assert drawn
    parts = re.split(r"^(\w+)/ ", drawn[1], flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("room", ROOMS)
def test_every_file_has_its_place_in_the_house(room: str) -> None:
    told = tree()[room]
    for path in sorted((ROOT / room).rglob("*.py")):
        within = path.relative_to(ROOT / room)
        if within.name != "__init__.py" or len(within.parts) > 1:
            place = within.name if len(within.parts) == 1 else f"{within.parts[0]}/"
            assert re.search(rf"(?<![\w.]){re.escape(place)}(?!\w)", told), f"{room}/{within} has no place"


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_the_house_has_no_place_for_what_does_not_exist(room: str) -> None:
    files = {path.name for path in (ROOT / room).rglob("*.py")}
    folders = {path.name for path in (ROOT / room).rglob("*") if path.is_dir()}
    assert set(re.findall(r"\b\w+\.py\b", tree()[room])) - files == set()
    assert set(re.findall(r"\b([a-z]\w*)/(?=[\s,;]|$)", tree()[room], re.M)) - folders == set()


def test_links_lead_somewhere() -> None:
    dead = [
        f"{path.relative_to(ROOT)}: {link}"
        for path in texts(".md")
        for link in _links(text(path))
        if not (path.parent / link).exists()
    ]
    assert dead == []


def _links(page: str) -> Iterator[str]:
    """The links and pictures of a page that stay within the project, without what is drawn in code."""
    prose = re.sub(r"^```.*?^```", "", page, flags=re.M | re.S)
    for link in [*re.findall(r"\]\(([^)\s]+)\)", prose), *re.findall(r'<img src="([^"]+)"', prose)]:
        if not re.match(r"[a-z]+:|#", link):
            yield link.partition("#")[0]


def test_pages_that_are_named_exist() -> None:
    named = {
        (str(path.relative_to(ROOT)), page)
        for path in texts(".md", ".py", ".toml")
        if path != Path(__file__)
        for page in re.findall(r"(?<![\w/.])docs/[\w/.-]+\.md\b", text(path))
    }
    assert {(path, page) for path, page in named if not (ROOT / page).is_file()} == set()


# What is told to whoever opens the project


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_only_what_there_is(name: str) -> None:
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", doc(name), re.S))
    targets = set(re.findall(r"^([a-z]+):", doc("Makefile"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)", code)) - targets == set()
    assert set(re.findall(r"\byexun ([a-z]+)", code)) - set(cli.commands) == set()
    rooms = "|".join([*ROOMS, "tests", "requirements", "docs"])
    paths = re.findall(rf"(?<![\w/.])(?:{rooms})/[\w/.-]*", re.sub(r"/\*\.\w+", "/", code))
    assert [one for one in paths if not (ROOT / one).exists()] == []
    assert {"make demo", "make test", "yexun demo", "yexun doctor"} <= set(re.findall(r"(?:make|yexun) [a-z]+", code))


def test_every_make_target_has_its_sentence() -> None:
    targets = re.findall(r"^([a-z]+):(.*)$", doc("Makefile"), re.M)
    assert [target for target, rest in targets if "## " not in rest] == []


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## \[([\d.]+)\]", doc("CHANGELOG.md"), re.M)
    assert versions[0] == tomllib.loads(doc("pyproject.toml"))["project"]["version"]


# What must not stand in the project

FOREIGN = {
    "a package index": r"(?:pypi|pythonhosted|npmjs)\.(?:org|com)|(?:deb|security)\.debian\.org|mirrors\.\w+\.\w{2,3}",
    "a path of a machine": r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/",
    "a neighbour's folder": r"\.\./shared",
}
PHONE = re.compile(r"(?<![0-9A-Za-z_.-])1[3-9]\d{9}(?![0-9A-Za-z_])")
INVENTED = re.compile(r"1[3-9]0000\d{5}|138001380\d\d")


@pytest.mark.parametrize("what", FOREIGN)
def test_nothing_of_a_machine_stands_in_the_project(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}" for path in texts() for match in re.finditer(FOREIGN[what], text(path))
    ]
    assert found == []


def test_telephone_numbers_are_invented() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {number}"
        for path in texts()
        if path.parts[-2] != "requirements"
        for number in PHONE.findall(text(path))
        if not INVENTED.fullmatch(number)
    ]
    assert found == []
