"""`make run`: the whole site on this machine, with its demo, from one command.

Prepares the database, the static files and the demo campaigns, then runs web, worker and tick
together until Ctrl-C. Every setting can be overridden by the environment.
"""

import errno
import hashlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from scripts.children import Children
from scripts.refusal import Refusal

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
START_SECONDS = 60


def chosen_port(environment: Mapping[str, str]) -> int:
    """Return the port that PORT names (8000 without it), or refuse what is not a port."""
    text = environment.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Refusal(f"PORT={text} is not a port: a number from 1 to 65535 is needed.")
    return int(text)


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            other = port + 1 if port < 65535 else 8000
            if error.errno == errno.EACCES:
                raise Refusal(
                    f"Port {port} may not be used without being root. "
                    "Choose one above 1023: PORT=8001 make run"
                ) from error
            raise Refusal(
                f"Port {port} is taken by another program. Choose another: PORT={other} make run"
            ) from error


def writable_folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refusal(
            f"{folder} cannot be written to ({error.strerror}). The database, uploads and mails "
            "live there: clone the project into a folder of your own, or name another one with "
            "VAR_DIR=/some/folder make run"
        ) from error
    return folder


def secret_key(folder: Path) -> str:
    """Return this installation's key, made once and readable only by its owner."""
    path = folder / "secret-key"
    if not path.exists():
        fresh = folder / f".secret-key-{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        fresh.rename(path)
    return path.read_text().strip()


def demo_environment(given: Mapping[str, str], *, port: int, folder: Path) -> dict[str, str]:
    """Return `given` with the demo's defaults where it says nothing."""
    address = f"http://{HOST}:{port}"
    defaults = {
        "DEBUG": "0",
        "DEMO": "1",
        "HTTPS": "0",  # plain http on this machine: secure cookies would never come back
        "SITE_URL": address,
        "ALLOWED_HOSTS": f"localhost,{HOST}",
        "EMAIL_URL": "filemail://",  # into VAR_DIR/mail, where the demo shows them
        "LOG_LEVEL": "WARNING",
        "VAR_DIR": str(folder),
    }
    environment = {**defaults, **given, "PYTHONUNBUFFERED": "1"}
    if not environment.get("SECRET_KEY"):
        environment["SECRET_KEY"] = secret_key(folder)
    return environment


def warn_without_fribidi() -> None:
    from PIL import features

    if not features.check("raqm") or not features.check("fribidi"):
        print(
            "libfribidi is missing: pictures with Arabic or Kazakh text may be drawn wrongly.\n"
            "On Debian and Ubuntu: sudo apt install libfribidi0",
            file=sys.stderr,
        )


def manage(*arguments: str, environment: Mapping[str, str]) -> str:
    """Run a management command and return what it printed; refuse when it fails."""
    result = subprocess.run(
        (sys.executable, "manage.py", *arguments),
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        if result.returncode < 0:  # Ctrl-C reached it as well
            raise KeyboardInterrupt
        print(result.stdout, end="", file=sys.stderr)
        raise Refusal(f"`manage.py {' '.join(arguments)}` failed; what it said is above.")
    return result.stdout


def static_fingerprint() -> str:
    """Return a digest that changes when a static file or the set of packages does."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    applications = sorted(path.parent for path in ROOT.glob("*/__init__.py"))
    for folder in (ROOT / "static", *(application / "static" for application in applications)):
        for path in sorted(folder.rglob("*")):
            state = path.stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def collect_static_files(folder: Path, *, environment: Mapping[str, str]) -> None:
    """Collect, hash and compress the static files, unless nothing changed since the last time."""
    stamp = folder / "static" / ".fingerprint"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    print("Collecting static files (the first time takes a while)", flush=True)
    manage("collectstatic", "--noinput", "--clear", "-v0", environment=environment)
    stamp.write_text(fingerprint)


def wait_for_answer(children: Children, *, port: int) -> bool:
    """Wait until the site answers; False when asked to stop or when a program died."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if children.stop_asked or children.died():
            return False
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True  # it answers; what is wrong shows on the page
        except OSError:
            children.wait(0.1)
    raise Refusal(f"The site did not answer on port {port} within {START_SECONDS} seconds.")


def start(children: Children, *, port: int) -> None:
    python = sys.executable
    children.start(
        "web", python, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}",
        "--workers", "2", "--threads", "4", "--log-level", "warning",
    )  # fmt: skip
    children.start("worker", python, "manage.py", "worker")
    children.start("tick", python, "manage.py", "tick")


def supervise(children: Children, *, port: int, sign_ins: str) -> int:
    """Run the programs until a signal (0) or until one of them dies (1)."""
    children.obey_signals()
    try:
        start(children, port=port)
        if wait_for_answer(children, port=port):
            address = f"http://{HOST}:{port}/"
            print(f"\n{sign_ins}\n\nThe site is at {address} (Ctrl-C ends it)\n", flush=True)
        while not children.stop_asked:
            if dead := children.died():
                name, status = dead
                raise Refusal(
                    f"The {name} process ended by itself (status {status}); so do the others."
                )
            children.wait(0.5)
        print("\nEnding web, worker and tick", flush=True)
    finally:
        children.end()
    return 0


def main() -> int:
    try:
        port = chosen_port(os.environ)
        refuse_taken_port(port)
        folder = writable_folder(Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute())
        warn_without_fribidi()
        environment = demo_environment(os.environ, port=port, folder=folder)
        print("Preparing the database", flush=True)
        manage("migrate", "--noinput", "-v0", environment=environment)
        collect_static_files(folder, environment=environment)
        print("Loading the demo campaigns (those that are not there yet)", flush=True)
        sign_ins = manage("demo", environment=environment)
        children = Children(cwd=ROOT, environment=environment)
        return supervise(children, port=port, sign_ins=sign_ins.strip())
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
