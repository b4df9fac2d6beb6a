"""The house stays readable: its layers, its sizes, its lists, its licences, and nothing of anybody's machine in it."""

import ast
import importlib
import re
import statistics
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "bot").rglob("*.py"))
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if not {"node_modules", "recordings"} & {*path.parts})
SENTENCE = re.compile(r"\S.*?[.!?:](\n\n|$)", re.DOTALL)
LONGEST_FILE = 250
LONGEST_FUNCTION = 40
FORBIDDEN_LICENCES = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public|Library General Public", re.IGNORECASE)
MACHINE = re.compile(r"(^|[\s\"'(=])/(work|root|farm)/|\"resolved\":|--(extra-)?index-url|/home/[a-z]")


def tracked():
    """What git keeps, for only that is the tree; a download without git is taken as it lies there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()] or [*MODULES, *TESTS]


def name(path):
    return str(path.relative_to(ROOT))


def functions(path):
    """(name, lines) of every function of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_layers_are_kept():
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_sentence_says_what_each_module_is():
    opened = {path: ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "" for path in [*MODULES, *TESTS]}
    assert [name(path) for path, said in opened.items() if not SENTENCE.match(said)] == []


def test_files_stay_short(record_property):
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    record_property("median lines of a file", statistics.median(lengths.values()))
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_stay_short(record_property):
    lengths = dict(found for path in MODULES for found in functions(path))
    if lengths:
        record_property("median lines of a function", statistics.median(lengths.values()))
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def conditions():
    """The classes a rule may ask, as bot.rules.conditions lists them."""
    return getattr(importlib.import_module("bot.rules.conditions"), "CONDITIONS", ())


def test_every_condition_is_listed():
    listed = {condition.__module__.rsplit(".", 1)[1] for condition in conditions()}
    files = {path.stem for path in (ROOT / "bot/rules/conditions").glob("*.py")}
    assert files - {"__init__", "base"} == listed


def test_every_condition_is_shown_in_the_example():
    example = ROOT / "config.example.toml"
    text = example.read_text("utf-8") if example.exists() else ""
    missing = {condition.name for condition in conditions() if not re.search(rf"\b{condition.name} *=", text)}
    assert missing == set(), "show each of these in config.example.toml"


def test_the_tree_names_no_machine_and_no_registry():
    found = [
        f"{name(path)}:{number}"
        for path in tracked()
        if path.suffix in {".py", ".md", ".toml", ".lock", ".json", ".mjs", ".sh", ""} and path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert found == []


def locked(lock):
    """The requirements a lock file names that hold on this machine."""
    lines = re.findall(r"^([A-Za-z0-9].*?)\s*\\?$", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    requirements = [Requirement(line) for line in lines]
    return [item for item in requirements if item.marker is None or item.marker.evaluate()]


def licence(package):
    """What a distribution says of its licence: the expression, else the classifiers, else the field, else its text."""
    said, files = distribution(package).metadata, distribution(package).files or []
    classifiers = [line for line in said.get_all("Classifier", []) if line.startswith("License ::")]
    texts = (one.read_text("utf-8") for one in files if one.name.upper().startswith(("LICENSE", "COPYING")))
    field = (said.get("License") or "").partition("\n")[0]
    return said.get("License-Expression") or "; ".join(classifiers) or field or next(texts)


def test_what_rempart_runs_on_is_free_of_gpl_and_agpl():
    bad = {}
    for requirement in locked("requirements.lock"):
        said = LESSER.sub("lesser", licence(requirement.name))
        if FORBIDDEN_LICENCES.search(said) and " OR " not in said:
            bad[requirement.name] = said
    assert bad == {}


def test_the_locks_pin_everything_with_hashes_and_agree():
    run, dev = (
        {str(item.name): str(item.specifier) for item in locked(f"requirements{end}.lock")} for end in ("", "-dev")
    )
    assert run.items() <= dev.items()
    assert all(specifier.startswith("==") for specifier in dev.values())
    for lock in ("requirements.lock", "requirements-dev.lock"):
        blocks = re.split(r"^(?=[A-Za-z0-9])", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)
        assert [block for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = {canonicalize_name(item.name) for item in locked("requirements.lock")}
    assert {canonicalize_name(Requirement(line).name) for line in project["dependencies"]} <= pinned


@pytest.mark.parametrize("command", ["scripts/run", "scripts/test", ".ci/run", "tests/network/atproto/setup.sh"])
def test_the_commands_are_sound_shell_and_may_be_run(command):
    path = ROOT / command
    assert path.stat().st_mode & 0o111
    assert "set -euo pipefail" in path.read_text("utf-8")
    subprocess.run(["bash", "-n", path], check=True)


def test_installed_is_what_is_locked():
    other = []
    for item in locked("requirements.lock"):
        try:
            if not item.specifier.contains(distribution(item.name).version):
                other.append(f"{item} but {distribution(item.name).version} is installed")
        except PackageNotFoundError:
            other.append(f"{item} is not installed")
    assert other == [], "run scripts/test without arguments once"
