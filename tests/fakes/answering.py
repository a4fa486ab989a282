"""Which question gets which answer: the platforms' addresses, one after the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from entries.links import LinkRefused, parse_video_link
from entries.pasted_text import LinkRefusal
from tests.fakes import shapes
from tests.fakes.server import Call, Reply
from tests.fakes.videos import (
    HANDLES,
    FakeVideo,
    author_id_of,
    cover_picture,
    made_up,
    video_behind,
)

if TYPE_CHECKING:
    from tests.fakes.platforms import FakePlatforms


class PlatformAnswers:
    def __init__(self, known: FakePlatforms) -> None:
        self.known = known

    @staticmethod
    def json(status: int, content: Any) -> Reply:
        return Reply(status, json.dumps(content, ensure_ascii=False).encode())

    def to(self, call: Call) -> Reply:
        """Answer a request, and note on it which source was asked."""
        answer: shapes.Answer | Reply | None = self.known.sign_in.answer(call)
        if answer is not None:
            return answer if isinstance(answer, Reply) else self.json(*answer)
        match call.path.strip("/").split("/"):
            case ["oembed"]:
                call.source = "tiktok_oembed"
                answer = self._oembed(call.query.get("url", ""))
            case ["v2", "video", "query"]:
                call.source = "tiktok_display"
                answer = self._display(call)
            case ["v2", "user", "info"]:
                call.source = "tiktok_display"
                answer = self._user_info(call)
            case ["v2", "oauth", "token"]:
                call.source = "tiktok_oauth"
                answer = self._token(call)
            case ["youtube", "v3", kind]:
                call.source = "youtube"
                answer = self._youtube(kind, call.query)
            case ["obj", name]:
                call.source = "cover"
                answer = self._cover("tiktok", name.partition("~")[0])
            case ["vi", video_id, _]:
                call.source = "cover"
                answer = self._cover("youtube", video_id)
            case ["t", token] | [token]:
                call.source = "short_link"
                answer = self._short(call.host, token)
            case _:
                answer = Reply(404, b"Not found", "text/html")
        return answer if isinstance(answer, Reply) else self.json(*answer)

    def _video(self, platform: str, video_id: str) -> FakeVideo | None:
        known = self.known.videos.get((platform, video_id))
        if known is None and self.known.hashtag:
            known = made_up(platform, video_id, hashtag=self.known.hashtag, today=self.known.today)
        return known and known.at(self.known.clock())

    # -- TikTok --------------------------------------------------------------------------------
    def _oembed(self, url: str) -> shapes.Answer:
        try:
            link = parse_video_link(url)
        except LinkRefused as refused:
            if refused.code is not LinkRefusal.SHORT_LINK:
                return shapes.oembed(None)
            _, _, rest = (refused.link or "").partition("://")
            host, *path = rest.strip("/").split("/")
            target = self._target(host, path[-1])
            return shapes.oembed(None) if not target else self._oembed(target)
        return shapes.oembed(self._video("tiktok", link.video_id))

    def _allowed(self, call: Call, scope: str) -> shapes.FakeToken | shapes.Answer:
        name = call.headers.get("Authorization", "").removeprefix("Bearer ")
        token = self.known.tokens.get(name)
        if token is None or token.expired:
            message = "The access token is invalid or not found in the request."
            return shapes.display_error(401, "access_token_invalid", message)
        if scope not in token.scopes:
            message = "The user did not authorize the scope required for completing this request."
            return shapes.display_error(401, "scope_not_authorized", message)
        return token

    def _display(self, call: Call) -> shapes.Answer:
        token = self._allowed(call, "video.list")
        if not isinstance(token, shapes.FakeToken):
            return token
        ids = (call.json() or {}).get("filters", {}).get("video_ids")
        fields = call.query.get("fields", "").split(",")
        if call.method != "POST" or not isinstance(ids, list) or not 0 < len(ids) <= 20:
            return shapes.display_error(400, "invalid_params", "1 to 20 video_ids are needed")
        videos = [self._video("tiktok", video_id) for video_id in ids]
        own = [
            video
            for video in videos
            if video and video.handle == token.handle and video.privacy == "public"
        ]
        return shapes.display_videos(own, fields)

    def _user_info(self, call: Call) -> shapes.Answer:
        token = self._allowed(call, "user.info.basic")
        if not isinstance(token, shapes.FakeToken):
            return token
        return shapes.user_info(token, call.query.get("fields", "").split(","))

    def _token(self, call: Call) -> shapes.Answer:
        """A code is the name of a token of ours; a refresh token is good for once."""
        form = {name: values[0] for name, values in parse_qs(call.body.decode()).items()}
        wanted = form.get("code") or form.get("refresh_token") or ""
        for name, token in list(self.known.tokens.items()):
            if form.get("grant_type") == "authorization_code" and name == wanted:
                return shapes.access(name, token)
            if form.get("grant_type") == "refresh_token" and token.refresh_token == wanted:
                fresh = f"{name}+"
                del self.known.tokens[name]
                token.expired, token.refresh_token = False, f"refresh-{fresh}"
                self.known.tokens[fresh] = token
                return shapes.access(fresh, token)
        return 400, {
            "error": "invalid_grant",
            "error_description": "The code or refresh token is expired or not known.",
            "log_id": "202611280002",
        }

    # -- YouTube -------------------------------------------------------------------------------
    def _youtube(self, kind: str, query: dict[str, str]) -> shapes.Answer:
        ids = [name for name in query.get("id", "").split(",") if name]
        parts = query.get("part", "").split(",")
        if query.get("key") != self.known.youtube_key:
            return shapes.youtube_error(400, "badRequest", "API key not valid.")
        if not 0 < len(ids) <= 50:
            return shapes.youtube_error(400, "invalidFilters", "1 to 50 ids are needed")
        if not self._has_units_left():
            return shapes.youtube_error(403, "quotaExceeded", "You have exceeded your quota.")
        if kind == "channels":
            channels = self._channels_of_videos() | self.known.channels
            known = [(name, *channels[name]) for name in ids if name in channels]
            return shapes.youtube_list("channel", [shapes.youtube_channel(*one) for one in known])
        found = [self._video("youtube", name) for name in dict.fromkeys(ids)]
        seen = [video for video in found if video and video.privacy != "private"]
        return shapes.youtube_list("video", [shapes.youtube_video(one, parts) for one in seen])

    def _channels_of_videos(self) -> dict[str, tuple[str, str]]:
        """The channels that nobody described, by id: of known videos, and of those made up."""
        handles = {video.handle for video in self.known.videos.values()}
        handles.update(HANDLES if self.known.hashtag else ())
        return {author_id_of("youtube", handle): (handle, "") for handle in sorted(handles)}

    def _has_units_left(self) -> bool:
        """Count down `youtube_units`, where a test has set them."""
        left = self.known.youtube_units
        if left is None:
            return True
        self.known.youtube_units = max(0, left - 1)
        return left > 0

    # -- Pictures and short links --------------------------------------------------------------
    def _cover(self, platform: str, video_id: str) -> Reply:
        video = self._video(platform, video_id)
        if video is None or not video.cover:
            return Reply(404, b"Not found", "text/html")
        return Reply(200, cover_picture(video_id), "image/jpeg")

    def _target(self, host: str, token: str) -> str | None:
        known = self.known.short.get((host, token))
        if known is not None or not self.known.hashtag:
            return known
        video_id = video_behind(token, today=self.known.today)
        return f"https://www.tiktok.com/@aysel.math/video/{video_id}?is_from_webapp=1"

    def _short(self, host: str, token: str) -> Reply:
        target = self._target(host, token)
        if target is None:
            return Reply(404, b"<html>Not found</html>", "text/html")
        return Reply(
            302, b"<html>Found</html>", "text/html", {"Location": target} if target else {}
        )
