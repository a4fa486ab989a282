"""TikTok and YouTube as far as the site asks them, with faults that can be switched on.

    python -m tests.fakes.platforms --port 9100 --hashtag кітапток

prints the environment to start the site with. Any well-shaped id is then a video, made up from the
id, and any short link leads to one. Running servers are told what to do by

    curl -d '{"source": "youtube", "fault": "429", "times": 3}' 127.0.0.1:9100/_fake/fail

and so on: /_fake/heal     {} or {"source": "youtube"}
           /_fake/videos   {"platform": "tiktok", "video_id": "7…", "views_an_hour": 90}
           /_fake/short    {"host": "vm.tiktok.com", "token": "ZM1", "to": "https://…"}
           /_fake/tokens   {"token": "t", "handle": "aysel.math"}
           /_fake/channels {"handle": "aysel", "text": "my code: 1"}
           /_fake/calls    (GET: how often each source was asked)

Sources that can fail: tiktok_oembed, tiktok_display, tiktok_oauth, youtube, short_link, cover.
Faults: 429 (with "retry_after"), 500, timeout, half_body, wrong_json, private_redirect (with "to"),
huge_body, drip (a byte now and then), drop; without "times" they last until healed.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.fakes.answering import PlatformAnswers
from tests.fakes.server import Call, FakeServer, Fault, Reply
from tests.fakes.shapes import FakeToken
from tests.fakes.sign_in import FakeSignIn
from tests.fakes.videos import FakeVideo, author_id_of

API_KEY = "fake-key"
# Hosts that the real platforms send people and browsers to; here all are this server.
HOSTS = (
    "www.tiktok.com",
    "vm.tiktok.com",
    "vt.tiktok.com",
    "p16-sign-va.tiktokcdn.com",
    "i.ytimg.com",
)


class FakePlatforms:
    """What the platforms know, what was asked of them, and what goes wrong.

    With a `hashtag`, unknown ids and short links are made up instead of missing.
    """

    def __init__(self, *, port: int = 0, hashtag: str = "") -> None:
        self.videos: dict[tuple[str, str], FakeVideo] = {}
        self.short: dict[tuple[str, str], str] = {}
        self.tokens: dict[str, FakeToken] = {}
        self.channels: dict[str, tuple[str, str]] = {}
        self.calls: list[Call] = []
        self.hashtag = hashtag
        self.youtube_key = API_KEY
        self.youtube_units: int | None = None
        # What the platforms take for now: views grow with it.
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.today = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
        self._faults: dict[str, Fault] = {}
        self._lock = threading.Lock()
        self.sign_in = FakeSignIn(self)
        self._answers = PlatformAnswers(self)
        self.server = FakeServer(self, port)

    # -- What there is -------------------------------------------------------------------------
    def add_tiktok(self, video_id: str, **facts: Any) -> FakeVideo:
        return self._add(FakeVideo("tiktok", video_id, **facts))

    def add_youtube(self, video_id: str, **facts: Any) -> FakeVideo:
        """A video of YouTube: the first line of its caption is the title."""
        return self._add(FakeVideo("youtube", video_id, **facts))

    def _add(self, video: FakeVideo) -> FakeVideo:
        self.videos[video.platform, video.video_id] = video
        return video

    def remove(self, platform: str, video_id: str) -> None:
        del self.videos[platform, video_id]

    def add_short(self, host: str, token: str, *, to: str) -> str:
        """A short link, which leads to `to` ("": a redirect without an address)."""
        self.short[host, token] = to
        place = f"{host}/t" if host == "www.tiktok.com" else host
        return f"https://{place}/{token}/"

    def add_token(self, token: str, *, handle: str, **facts: Any) -> str:
        """What a creator allowed the site to see with the Display API."""
        facts.setdefault("open_id", author_id_of("tiktok", handle))
        facts.setdefault("refresh_token", f"refresh-{token}")
        self.tokens[token] = FakeToken(handle, **facts)
        return token

    def add_channel(self, handle: str, *, text: str) -> str:
        """A channel of YouTube with its description; returns its id."""
        channel_id = author_id_of("youtube", handle)
        self.channels[channel_id] = (handle, text)
        return channel_id

    # -- What goes wrong -----------------------------------------------------------------------
    def fail(self, source: str, fault: str, times: int | None = None, **particulars: Any) -> None:
        """Let the next `times` calls of a source fail; all until healed when it is None."""
        self._faults[source] = Fault(fault, times, **particulars)

    def heal(self, source: str | None = None) -> None:
        for name in [source] if source else list(self._faults):
            self._faults.pop(name, None)

    def _fault_of(self, source: str) -> Fault | None:
        with self._lock:
            fault = self._faults.get(source)
            if fault is None or fault.times is None:
                return fault
            fault.times -= 1
            if fault.times <= 0:
                del self._faults[source]
            return fault if fault.times >= 0 else None

    # -- What is asked -------------------------------------------------------------------------
    def take(self, call: Call) -> tuple[Reply, Fault | None]:
        if call.path.startswith("/_fake/"):
            return self._control(call), None
        reply = self._answers.to(call)
        with self._lock:
            self.calls.append(call)
        return reply, self._fault_of(call.source)

    def calls_of(self, source: str) -> list[Call]:
        return [call for call in self.calls if call.source == source]

    def _control(self, call: Call) -> Reply:
        body = call.json() or {}
        match call.path.removeprefix("/_fake/"):
            case "fail":
                self.fail(body.pop("source"), body.pop("fault"), **body)
            case "heal":
                self.heal(body.get("source"))
            case "videos":
                self._add(FakeVideo(**body))
            case "short":
                self.add_short(body["host"], body["token"], to=body["to"])
            case "tokens":
                self.add_token(body.pop("token"), **body)
            case "channels":
                self.add_channel(body["handle"], text=body["text"])
            case "calls":
                counted = Counter(seen.source for seen in self.calls)
                return self._answers.json(200, dict(counted))
            case _:
                return self._answers.json(
                    404, {"error": "see the head of tests/fakes/platforms.py"}
                )
        return self._answers.json(200, {"done": True})

    # -- Where it is ---------------------------------------------------------------------------
    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def environment(self) -> dict[str, Any]:
        """The settings that lead the site here."""
        url = f"http://{self.address}"
        return {
            "TIKTOK_URL": url,
            "TIKTOK_API_URL": url,
            "YOUTUBE_API_URL": url,
            "GOOGLE_URL": url,
            "GOOGLE_TOKEN_URL": url,
            "YOUTUBE_API_KEY": self.youtube_key,
            "PLATFORM_HOSTS": dict.fromkeys(HOSTS, self.address),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description="Fake TikTok and YouTube for trials.")
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--hashtag", default="кітапток", help="in every made-up caption")
    chosen = parser.parse_args()
    fake = FakePlatforms(port=chosen.port, hashtag=chosen.hashtag)
    for name, value in fake.environment.items():
        words = value if isinstance(value, str) else ",".join(f"{k}={v}" for k, v in value.items())
        sys.stdout.write(f"export {name}={words}\n")
    sys.stdout.write("# Start the site with these lines; Ctrl+C ends the fake platforms.\n")
    sys.stdout.flush()
    try:
        fake.server.serve_forever()
    except KeyboardInterrupt:
        fake.server.server_close()


if __name__ == "__main__":
    main()
