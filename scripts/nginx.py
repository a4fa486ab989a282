"""nginx with the shipped configuration on this machine, without rights: for benches and tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.run import ROOT

SHIPPED = ROOT / "deploy" / "nginx.conf"


def adapted(*, upstream: str, port: int, folder: Path, var: Path) -> str:
    """The shipped configuration with the lines marked ADAPT made to fit.

    upstream: host and port of the site; folder: for nginx's own files; var: the site's VAR_DIR.
    """
    text = SHIPPED.read_text()
    replaced = {
        "/run/nginx.pid": f"{folder}/pid",
        "/var/log/nginx/error.log": f"{folder}/error.log",
        "/var/lib/nginx/": f"{folder}/",
        "/var/cache/nginx/sahna": f"{folder}/pages",
        "127.0.0.1:8000": upstream,
        "listen 80 default_server": f"listen 127.0.0.1:{port} default_server",
        "/srv/sahna/var/": f"{var}/",
    }
    for shipped, own in replaced.items():
        if shipped not in text:
            raise ValueError(f"{SHIPPED} has no {shipped} any more")
        text = text.replace(shipped, own)
    if os.geteuid() == 0:
        # Folders of tests are closed to the user that nginx would turn into.
        text = f"user root;\n{text}"
    return text


@contextmanager
def running(*, upstream: str, port: int, folder: Path, var: Path) -> Iterator[Path]:
    """nginx on 127.0.0.1:port, until the end of the block; yields its configuration."""
    folder.mkdir(parents=True)
    path = folder / "nginx.conf"
    path.write_text(adapted(upstream=upstream, port=port, folder=folder, var=var))
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "nginx"
    command = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(path)]
    subprocess.run([*command, "-t", "-q"], check=True, stdin=subprocess.DEVNULL)
    server = subprocess.Popen([*command, "-g", "daemon off;"], stdin=subprocess.DEVNULL)
    try:
        yield path
    finally:
        server.terminate()
        server.wait(timeout=30)
