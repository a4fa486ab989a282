"""`make check`: everything that can be said about the code without running its tests.

All steps run, side by side; what a failed step said is printed, and a summary at the end.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    command: tuple[str, ...]


# The slowest first, so that the others run beside it.
STEPS = (
    Step("types", (PYTHON, "-m", "mypy")),
    Step("templates", (PYTHON, "-m", "djlint", "templates", "--lint", "--quiet")),
    Step("import contracts", (str(BIN / "lint-imports"), "--no-logo")),
    Step("settings", (PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING")),
    Step("migrations", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
    Step("translations", (PYTHON, "-m", "scripts.messages", "check")),
    Step("logical CSS", (PYTHON, "-m", "scripts.check_css")),
    Step("lint", (PYTHON, "-m", "ruff", "check", ".")),
    Step("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
)


def production_like(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a server, so that the settings are judged as they will be used."""
    return {
        **{name: given[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in given},
        "DEBUG": "0",
        "DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "contest.example",
        "SITE_URL": "https://contest.example",
        "HTTPS": "1",
        "DATABASE_URL": "sqlite://:memory:",
        "CACHE_URL": "locmemcache://",
        "EMAIL_URL": "consolemail://",
    }


def run(step: Step) -> tuple[Step, float, int, str]:
    began = time.monotonic()
    result = subprocess.run(
        step.command,
        cwd=ROOT,
        env=production_like(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return step, time.monotonic() - began, result.returncode, result.stdout


def run_all(steps: Sequence[Step]) -> list[Step]:
    """Run the steps, telling of each as it ends; return those that failed."""
    failed = []
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        for done in as_completed([pool.submit(run, step) for step in steps]):
            step, seconds, status, output = done.result()
            print(f"{'ok  ' if status == 0 else 'FAIL'}  {step.name} ({seconds:.1f} s)", flush=True)
            if status != 0:
                failed.append(step)
                print(output.rstrip(), flush=True)
    return failed


def main() -> int:
    failed = run_all(STEPS)
    if failed:
        print(
            f"\n{len(failed)} of {len(STEPS)} checks failed: " + ", ".join(s.name for s in failed)
        )
        return 1
    print(f"\nAll {len(STEPS)} checks passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
