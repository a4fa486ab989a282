"""Many people enter one video at the same moment, through the running server."""

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import httpx

from scripts.run import ROOT

VIDEO = "https://www.tiktok.com/@bench.creator/video/7340215487445339434"
TOKEN = "b" * 32  # of the CSRF cookie and the form: any value, as long as both are the same
REFUSED = "takes part in the campaign already"
MINE = "/en/my/"


@dataclass(frozen=True)
class Rush:
    """What came of it: how each request ended, how many entries there are, how long it took."""

    answers: Counter[str]
    entries: int
    seconds: float


class FormFields(HTMLParser):
    """The fields of the entry form with what a person would send."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if name.startswith("agree_"):
            self.values[name] = "on"
        elif name.startswith("link"):
            self.values[name] = VIDEO
        elif tag == "input" and given.get("type") == "hidden":
            self.values[name] = given.get("value") or ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def rush(*, people: int, environment: Mapping[str, str]) -> Rush:
    """Let `people` signed-in people send one video at once to a server on `environment`'s database.

    The database has to be empty and migrated. The server has as many workers as `make run` starts.
    """
    made = _submitters(people, "make", environment)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}",
            "--workers", "2", "--threads", "4", "--backlog", "2048", "--log-level", "error",
        ],
        cwd=ROOT,
        env={**environment, "SITE_URL": address, "ENTRIES_PER_ADDRESS": "1000000"},
    )  # fmt: skip
    try:
        wait_for(address)
        began = time.perf_counter()
        answers = asyncio.run(_send(address, made["slug"], made["sessions"]))
        seconds = time.perf_counter() - began
    finally:
        server.terminate()
        server.wait(timeout=30)
    left = _submitters(people, "count", environment)
    return Rush(answers=answers, entries=left["entries"], seconds=seconds)


def _submitters(people: int, verb: str, environment: Mapping[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.bench.submitters", str(people), verb],
        cwd=ROOT,
        env=dict(environment),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{address}/healthz", timeout=2)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{address} did not answer")


async def _send(address: str, slug: str, sessions: list[str]) -> Counter[str]:
    limits = httpx.Limits(max_connections=len(sessions))
    # On a connection of its own: one that is kept could be closed just when it is used again.
    page = httpx.get(f"{address}/en/{slug}/submit/", headers=_cookies(sessions[0]), timeout=60)
    fields = FormFields()
    fields.feed(page.text)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=120) as client:
        data = {**fields.values, "csrfmiddlewaretoken": TOKEN}
        start = asyncio.Event()

        async def one(session: str) -> str:
            await start.wait()
            try:
                answer = await client.post(
                    f"/en/{slug}/submit/", data=data, headers=_cookies(session)
                )
            except httpx.HTTPError as error:
                return type(error).__name__
            return _meaning(answer)

        tasks = [asyncio.create_task(one(session)) for session in sessions]
        start.set()
        return Counter(await asyncio.gather(*tasks))


def _cookies(session: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}


def _meaning(answer: httpx.Response) -> str:
    if answer.is_redirect and answer.headers["location"].startswith(MINE):
        return "entered"
    if REFUSED in answer.text:
        return "refused kindly"
    return f"status {answer.status_code}"
