"""`scripts/setup` on machines that lack something: a sentence each, and nothing left behind."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ("sh", "cat", "cut", "dirname", "grep", "rm", "sha256sum", "tail")

SHIM = "#!/bin/sh\necho 'python3.13: command not found' >&2\nexit 127\n"
TOO_OLD = '#!/bin/sh\ncase "$2" in *"version_info[:2]"*) echo 3.9 ;; *) exit 1 ;; esac\n'
WITHOUT_VENV = (
    '#!/bin/sh\ncase "$2" in *"version_info[:2]"*) echo 3.12 ;; *ensurepip*) exit 1 ;; esac\n'
)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A project folder and a `bin` that holds nothing but the plainest tools."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup", tmp_path / "scripts" / "setup")
    (tmp_path / "requirements-dev.txt").write_text("django==5.2.19\n")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        program = shutil.which(tool)
        assert program is not None
        (tmp_path / "bin" / tool).symlink_to(program)
    return tmp_path


def install(machine: Path, name: str, text: str) -> None:
    path = machine / "bin" / name
    path.write_text(text)
    path.chmod(0o755)


def sentence(machine: Path) -> str:
    result = subprocess.run(
        ("scripts/setup",), cwd=machine, env={"PATH": str(machine / "bin")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert not (machine / ".venv").exists()
    return result.stderr.strip()


def test_machine_without_python_is_told_what_to_install(machine):
    assert sentence(machine) == (
        "No Python was found. On Debian and Ubuntu: sudo apt install python3 python3-venv"
    )


def test_name_on_the_path_with_nothing_behind_it_is_no_python(machine):
    install(machine, "python3.13", SHIM)
    assert sentence(machine).startswith("No Python was found.")


def test_python_that_is_too_old_is_named_with_its_version(machine):
    install(machine, "python3.13", SHIM)
    install(machine, "python3", TOO_OLD)
    assert sentence(machine).startswith("Python 3.9 is too old: Python 3.11 or newer is needed.")


def test_python_without_venv_is_told_which_package_brings_it(machine):
    install(machine, "python3.12", WITHOUT_VENV)
    assert sentence(machine) == (
        "python3.12 has no venv module. On Debian and Ubuntu: sudo apt install python3.12-venv"
    )
