"""verify.py agrees with the site on random contests, and finds whatever is changed in a file."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from judging.scoring import Aggregation
from results import verify
from tests.results.evidence import found_in, schema_errors, sealed
from tests.results.manipulations import MANIPULATIONS, Manipulation
from tests.results.random_contests import loaded, random_evidence

VERIFY = Path(verify.__file__)
CONTESTS = 500
EACH = 8
"""How often each of the 33 manipulations is tried: 264 times in all, with a fitting seal."""


@cache
def contests() -> list[bytes]:
    return [random_evidence(seed) for seed in range(CONTESTS)]


def run(file: Path, *arguments: str) -> tuple[int, str]:
    """The program as a journalist starts it: alone, without the project's folder."""
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFY), str(file), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=file.parent,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


# ------------------------------------------------------------------------------- agreement


def test_site_and_program_agree_on_500_random_contests():
    assert [(seed, found) for seed, raw in enumerate(contests()) if (found := found_in(raw))] == []


def test_random_contests_ask_every_rule():
    rules: Counter[str] = Counter()
    methods: Counter[str] = Counter()
    for raw in contests():
        category = loaded(raw)["categories"][0]
        rules.update(row["decided_by"] for row in category["standings"])
        methods.update([category.get("round", {}).get("aggregation", category["method"])])
    asked = "value heaviest median majority chair shared strength points views earlier_post unknown"
    assert sorted(rules.keys() - {""}) == sorted(asked.split())
    assert methods.keys() >= {*map(str, Aggregation), "most_viewed_video", "most_viewed_creator"}


def test_random_contests_fit_the_schema():
    assert [found for raw in contests()[::4] if (found := schema_errors(raw))] == []


# ------------------------------------------------------------------------------- manipulation


def changed(how: Manipulation, times: int) -> list[tuple[bytes, dict[str, Any]]]:
    """Files with what is written in them after a manipulation, from as many contests."""
    found = []
    for seed, raw in enumerate(contests()):
        content = loaded(raw)
        before = verify.canonical(content)
        if how(Random(seed), content) and verify.canonical(content) != before:
            found.append((raw, content))
        if len(found) == times:
            return found
    raise AssertionError(f"only {len(found)} contests can be changed by {how.__name__}")


@pytest.mark.parametrize("how", MANIPULATIONS, ids=lambda how: how.__name__)
def test_manipulation_is_found_although_the_seal_was_made_anew(how: Manipulation):
    for _raw, content in changed(how, EACH):
        raw = sealed(content)
        found = found_in(raw)
        assert found != []
        assert not any("seal" in one for one in found)


@pytest.mark.parametrize("how", MANIPULATIONS, ids=lambda how: how.__name__)
def test_manipulation_is_found_by_the_seal(how: Manipulation):
    for _raw, content in changed(how, 2):
        assert any(
            "seal" in one or "unreadable" in one for one in found_in(verify.canonical(content))
        )


def test_any_changed_byte_is_found():
    random = Random("bytes")
    for seed in range(200):
        raw = bytearray(contests()[seed])
        at = random.randrange(len(raw))
        raw[at] = random.choice([byte for byte in range(256) if byte != raw[at]])
        assert found_in(bytes(raw)) != [], (seed, at)


@pytest.mark.parametrize("seed", range(20))
def test_what_changes_nothing_is_accepted(seed: int):
    raw = contests()[seed]
    again = sealed(loaded(raw))
    assert again == raw
    assert found_in(again) == []


def test_same_data_written_another_way_is_not_the_file():
    content = loaded(contests()[0])
    for other in (
        json.dumps(content, indent=1, sort_keys=True).encode(),
        contests()[0] + b"\n",
        b"\xef\xbb\xbf" + contests()[0],
    ):
        assert found_in(other) != []


def test_problem_says_where_and_what(tmp_path: Path):
    seed = next(one for one, raw in enumerate(contests()) if b'"aggregation":"mean"' in raw)
    content = loaded(contests()[seed])
    row = content["categories"][0]["standings"][0]
    right, row["figures"]["value"] = row["figures"]["value"], "0.123"
    file = tmp_path / "evidence.json"
    file.write_bytes(sealed(content))

    code, told = run(file)

    assert code == 1
    line = f"entry {row['entry']}, value: written 0.123, recomputed {right}"
    assert line in told
    assert "WRONG the-best:" in told
    assert re.search(r"^Result: (1 thing does|\d+ things do) not match\.$", told, re.MULTILINE)


# ------------------------------------------------------------------------------- the program


def test_program_prints_the_sha256_and_compares_it(tmp_path: Path):
    file = tmp_path / "evidence.json"
    file.write_bytes(contests()[3])
    code, told = run(file)
    digest = told.split()[1]
    assert code == 0
    assert run(file, "--sha256", digest.upper())[0] == 0
    other = "0" * 64
    code, told = run(file, "--sha256", other)
    assert code == 1
    assert f"not the one that was given, {other}" in told


JUNK = {
    "nothing": b"",
    "garbage": Random("junk").randbytes(100_000),
    "lists in lists": b"[" * 100_000,
    "objects in objects": b'{"a":' * 100_000,
    "closed objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "huge number": b'{"format":' + b"9" * 100_000 + b"}",
    "large number": b'{"format":1e999}',
    "float": b'{"format":0.5}',
    "NaN": b'{"format":NaN}',
    "same key twice": b'{"format":"sahna-evidence/2","format":"sahna-evidence/2"}',
    "a list": b"[]",
    "another format": b'{"format":"sahna-evidence/1"}',
    "format of a wrong type": b'{"format":["sahna-evidence/2"]}',
    "escapes for a terminal": b'{"format":"\\u001b[2J"}',
    "half a character": b'{"format":"\\ud800"}',
    "UTF-16": '{"format":1}'.encode("utf-16"),
    "nothing else": b'{"format":"sahna-evidence/2"}',
    "null bytes": b"\0" * 1000,
}


@pytest.mark.parametrize("junk", sorted(JUNK))
def test_junk_is_refused_with_a_sentence(junk: str, tmp_path: Path, capsys):
    file = tmp_path / "evidence.json"
    file.write_bytes(JUNK[junk])
    assert verify.main([str(file)]) == 2
    told = capsys.readouterr().out
    assert "This is not a readable evidence file: " in told
    assert told.isascii()
    assert "\x1b" not in told


def test_junk_is_refused_by_the_program_alone(tmp_path: Path):
    file = tmp_path / "evidence.json"
    file.write_bytes(JUNK["objects in objects"])
    assert run(file)[0] == 2


def test_missing_file_is_refused_with_a_sentence(tmp_path: Path):
    for missing in (tmp_path / "evidence.json", tmp_path):
        code, told = run(missing) if missing != tmp_path else run(tmp_path / ".")
        assert (code, told.count("\n")) == (2, 1)
        assert told.startswith("The file cannot be opened: ")


STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 10**17, 10**24, "", "0", "1", "-1", "J1", "\ud800"),
    *("9" * 21, "2024-13-01T00:00:00Z", "2024-04-30T18:00:00Z", "scoring", "jury", [], {}),
    *([[]], {"": None}, [1, 2], [1, 1], {"J1": "yes"}, {"entry": 1}),
)


def put_anywhere(random: Random, content: Any, value: Any) -> None:
    """Replace something in the data, however deep it lies."""
    place, key = content, None
    for _step in range(random.randint(1, 9)):
        inside = place[key] if key is not None else place
        if not isinstance(inside, dict | list) or not inside:
            break
        keys = sorted(inside) if isinstance(inside, dict) else range(len(inside))
        place, key = inside, random.choice(keys)
    place[key] = deepcopy(value)


def test_whatever_stands_anywhere_nothing_breaks():
    """Any value of a file replaced by any other: an answer, never a traceback."""
    random = Random("strange")
    refused = 0
    for seed in range(600):
        content = loaded(contests()[seed % CONTESTS])
        put_anywhere(random, content, random.choice(STRANGE))
        try:
            raw = sealed(content)
        except UnicodeEncodeError:
            raw = json.dumps(content).encode()
        refused += found_in(raw) != []
    assert refused > 400


def test_file_that_keeps_busy_is_refused_soon():
    """Nothing in a small file makes the program count for long."""
    content = loaded(random_evidence("busy", method="jury"))
    category = content["categories"][0]
    category["prizes"] = [{"place": place, "winners": 10**5} for place in range(1, 2000)]
    category["final"] = {
        "order": 9,
        "method": "bradley_terry",
        "virtual_wins_and_losses": 1,
        "finalists": list(range(1, 3000)),
        "comparisons": [],
    }
    found = found_in(sealed(content))
    assert any("too many" in one for one in found)


def test_program_runs_on_python_3_9_with_its_standard_library():
    tree = ast.parse(VERIFY.read_text(), feature_version=(3, 9))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module))
    assert "__future__" in imported
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_program_is_written_apart_from_the_site():
    apps = ("judging", "results", "metrics", "contests", "entries", "accounts", "django")
    text = VERIFY.read_text()
    assert [app for app in apps if re.search(rf"^\s*(from|import) {app}\b", text, re.M)] == []
