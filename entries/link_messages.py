"""What to do about a pasted text that names no video; one sentence for each refusal of a link."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entries.links import LinkRefusal

LINK_MESSAGES: dict[LinkRefusal, str | Promise] = {
    LinkRefusal.NOT_A_LINK: _(
        "This is not a link. Open your video, choose “Share”, then “Copy link”, and paste it here."
    ),
    LinkRefusal.SEVERAL_LINKS: _("There are several links here. Paste the link of one video only."),
    LinkRefusal.BROKEN_LINK: _("The link is broken over two lines. Copy it again in one piece."),
    LinkRefusal.TOO_LONG: _("This is too long for a link. Paste the link of the video only."),
    LinkRefusal.FOREIGN_HOST: _(
        "This link does not lead to TikTok, YouTube or Instagram. "
        "Open your video there and copy its link."
    ),
    LinkRefusal.USERINFO: _("This link hides where it leads. Copy the link from the video itself."),
    LinkRefusal.BAD_PORT: _("This is not how the platform writes links. Copy it from the video."),
    LinkRefusal.SHORT_LINK: _(
        "This is a short link. Open it in your browser, wait until the video shows, "
        "and copy the long address from the address bar."
    ),
    LinkRefusal.SHARE_TOKEN: _(
        "This link of Instagram does not name the video. Open it in your browser "
        "and copy the address from the address bar."
    ),
    LinkRefusal.PROFILE: _("This link leads to a profile. Open the video and copy its own link."),
    LinkRefusal.PHOTO: _("This link leads to photos. Only videos take part."),
    LinkRefusal.PLAYLIST: _("This link leads to a playlist. Open the video and copy its own link."),
    LinkRefusal.CHANNEL: _("This link leads to a channel. Open the video and copy its own link."),
    LinkRefusal.TAG_PAGE: _(
        "This link leads to the page of a hashtag. Open your video and copy its own link."
    ),
    LinkRefusal.LIVE_PAGE: _("This link leads to a live broadcast. Only posted videos take part."),
    LinkRefusal.STORY: _("Stories disappear after a day. Post the video and paste its link."),
    LinkRefusal.AUDIO_PAGE: _("This link leads to a sound. Open your video and copy its own link."),
    LinkRefusal.OTHER_PAGE: _(
        "This page is not a video. Open your video, choose “Share”, then “Copy link”."
    ),
    LinkRefusal.MALFORMED_ID: _(
        "Something is missing in this link. Copy it again from the video and paste all of it."
    ),
}

STILL_FOLLOWED = _(
    "We are finding out which video this short link leads to. Press the button again in a moment."
)
"""About a short link of which a job has not said yet where it leads."""


def link_message(code: str) -> str | Promise:
    """The sentence for a kept refusal; one of an earlier version is a page that is no video."""
    known = LinkRefusal(code) if code in list(LinkRefusal) else LinkRefusal.OTHER_PAGE
    return LINK_MESSAGES[known]
