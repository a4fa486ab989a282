import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.children import Children
from scripts.refusal import Refusal
from scripts.run import (
    chosen_port,
    demo_environment,
    refuse_taken_port,
    secret_key,
    supervise,
    writable_folder,
)

ROOT = Path(__file__).resolve().parent.parent.parent


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_port_is_8000_unless_named():
    assert chosen_port({}) == 8000
    assert chosen_port({"PORT": ""}) == 8000
    assert chosen_port({"PORT": "8001"}) == 8001


@pytest.mark.parametrize("text", ["0", "65536", "web", "-1", "80.5", "٨٠٠٠"])
def test_port_that_is_none_is_refused(text):
    with pytest.raises(Refusal, match=f"PORT={text} is not a port"):
        chosen_port({"PORT": text})


def test_taken_port_is_a_sentence_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = subprocess.run(
            (sys.executable, "-m", "scripts.run"),
            cwd=ROOT, env=os.environ | {"PORT": str(port)}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    other = port + 1 if port < 65535 else 8000
    assert result.returncode == 1
    assert result.stderr.strip() == (
        f"Port {port} is taken by another program. Choose another: PORT={other} make run"
    )
    refuse_taken_port(port)  # free again: nothing to refuse


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match="cannot be written to"):
        writable_folder(tmp_path / "file" / "var")


def test_secret_key_is_made_once_and_is_private(tmp_path):
    key = secret_key(tmp_path)
    assert len(key) >= 50
    assert secret_key(tmp_path) == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_environment_given_wins_over_the_demo(tmp_path):
    given = {"SECRET_KEY": "mine", "EMAIL_URL": "smtp://mail"}
    environment = demo_environment(given, port=8001, folder=tmp_path)
    assert environment["SECRET_KEY"] == "mine"
    assert environment["EMAIL_URL"] == "smtp://mail"
    assert environment["SITE_URL"] == "http://127.0.0.1:8001"
    assert (environment["DEBUG"], environment["DEMO"], environment["HTTPS"]) == ("0", "1", "0")
    assert not (tmp_path / "secret-key").exists()


def test_children_end_with_everything_they_started(tmp_path, capfd):
    children = Children(cwd=tmp_path, environment=os.environ)
    # The second one ignores SIGTERM in a grandchild: the whole group must go all the same.
    children.start("polite", "sleep", "60")
    children.start("stubborn", "sh", "-c", "(trap '' TERM; sleep 60) & echo $!; wait")
    deadline = time.monotonic() + 10
    printed = ""
    while "stubborn |" not in printed and time.monotonic() < deadline:
        time.sleep(0.05)
        printed += capfd.readouterr().out
    grandchild = int(printed.rpartition("|")[2])
    assert is_alive(grandchild)
    assert children.died() is None

    children.end()
    deadline = time.monotonic() + 5
    while is_alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(grandchild)


def test_child_that_dies_is_named(tmp_path):
    children = Children(cwd=tmp_path, environment=os.environ)
    children.start("web", "sh", "-c", "exit 3")
    deadline = time.monotonic() + 10
    while children.died() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children.died() == ("web", 3)
    children.end()


def test_death_of_one_program_ends_the_others(tmp_path, monkeypatch):
    started = []

    def start(children: Children, *, port: int) -> None:
        children.start("web", "sleep", "60")
        children.start("worker", "sh", "-c", "exit 4")
        started.append(children)

    monkeypatch.setattr("scripts.run.start", start)
    handlers = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    children = Children(cwd=tmp_path, environment=os.environ)
    try:
        with pytest.raises(Refusal, match=r"worker process ended by itself \(status 4\)"):
            supervise(children, port=1, sign_ins="")
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert started[0].died() == ("web", -signal.SIGTERM)
