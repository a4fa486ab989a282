"""Every form of a video's link, every page that is not a video, and every look-alike."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entries.links import LinkRefusal, LinkRefused, VideoLink, parse_video_link
from entries.pasted_text import MAX_LENGTH
from entries.video_ids import is_video_id

TIKTOK_ID = "7340215487445339434"
YOUTUBE_ID = "BGQWPY4IigY"
INSTAGRAM_ID = "C4e_x2L-abc"


def refusal_of(text):
    with pytest.raises(LinkRefused) as caught:
        parse_video_link(text)
    return caught.value.code


def test_tiktok_link_with_everything_in_it():
    link = f"https://www.tiktok.com/@Aysel.Math/video/{TIKTOK_ID}?lang=az&q=%23kitap#comments"
    assert parse_video_link(link) == VideoLink(
        platform="tiktok",
        video_id=TIKTOK_ID,
        canonical_url=f"https://www.tiktok.com/@_/video/{TIKTOK_ID}",
        claimed_handle="aysel.math",
        posted_at_hint=datetime(2024, 2, 27, 9, 44, 56, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "link",
    [
        f"https://www.tiktok.com/@a.b/video/{TIKTOK_ID}",
        f"https://m.tiktok.com/@a.b/video/{TIKTOK_ID}/",
        f"https://tiktok.com/@a.b/video/{TIKTOK_ID}",
        f"https://www.tiktok.com/%40a.b/video/{TIKTOK_ID}",
        f"https://www.tiktok.com/@/video/{TIKTOK_ID}",
        f"https://www.tiktok.com/@кітап/video/{TIKTOK_ID}",
        f"https://www.tiktok.com/video/{TIKTOK_ID}",
        f"https://m.tiktok.com/v/{TIKTOK_ID}.html?u_code=0",
        f"https://www.tiktok.com/v/{TIKTOK_ID}",
        f"https://www.tiktok.com/embed/{TIKTOK_ID}",
        f"https://www.tiktok.com/embed/v2/{TIKTOK_ID}?referrer=x",
        f"https://www.tiktok.com/player/v1/{TIKTOK_ID}?music_info=1",
        f"https://www.tiktok.com/share/video/{TIKTOK_ID}",
        f"https://www.tiktokv.com/share/video/{TIKTOK_ID}/",
    ],
)
def test_tiktok_forms(link):
    found = parse_video_link(link)
    assert (found.platform, found.video_id) == ("tiktok", TIKTOK_ID)
    assert found.canonical_url == f"https://www.tiktok.com/@_/video/{TIKTOK_ID}"


@pytest.mark.parametrize(
    "link",
    [
        f"https://www.youtube.com/watch?v={YOUTUBE_ID}",
        f"https://www.youtube.com/watch?app=desktop&v={YOUTUBE_ID}&t=10s#x",
        f"https://youtube.com/watch?list=PL123&v={YOUTUBE_ID}&index=2",
        f"https://youtube.com/watch?v={YOUTUBE_ID}&v={YOUTUBE_ID}",
        f"https://www.youtube.com/watch/?v={YOUTUBE_ID}",
        f"https://m.youtube.com/shorts/{YOUTUBE_ID}?feature=share",
        f"https://music.youtube.com/watch?v={YOUTUBE_ID}&si=abc",
        f"https://www.youtube.com/live/{YOUTUBE_ID}",
        f"https://www.youtube.com/embed/{YOUTUBE_ID}?start=3",
        f"https://www.youtube.com/v/{YOUTUBE_ID}",
        f"https://youtu.be/{YOUTUBE_ID}?si=abcdef",
        f"http://youtu.be/{YOUTUBE_ID}/",
    ],
)
def test_youtube_forms(link):
    assert parse_video_link(link) == VideoLink(
        "youtube", YOUTUBE_ID, f"https://www.youtube.com/watch?v={YOUTUBE_ID}", None, None
    )


@pytest.mark.parametrize(
    ("link", "handle"),
    [
        (f"https://www.instagram.com/reel/{INSTAGRAM_ID}/?igsh=abc==", None),
        (f"https://instagram.com/reels/{INSTAGRAM_ID}", None),
        (f"https://www.instagram.com/p/{INSTAGRAM_ID}/", None),
        (f"https://www.instagram.com/tv/{INSTAGRAM_ID}/", None),
        (f"https://www.instagram.com/Kitap.Land/reel/{INSTAGRAM_ID}/", "kitap.land"),
        (f"https://www.instagram.com/kitap_land/p/{INSTAGRAM_ID}/", "kitap_land"),
    ],
)
def test_instagram_forms(link, handle):
    found = parse_video_link(link)
    assert (found.platform, found.video_id) == ("instagram", INSTAGRAM_ID)
    assert found.canonical_url == f"https://www.instagram.com/p/{INSTAGRAM_ID}/"
    assert found.claimed_handle == handle
    assert found.posted_at_hint.year == 2024


LINK = f"https://www.tiktok.com/@a.b/video/{TIKTOK_ID}"


@pytest.mark.parametrize(
    "text",
    [
        f"  {LINK}\n",
        f"\ufeff{LINK}\u200b",
        f"\u2067{LINK}\u2069",
        LINK.removeprefix("https://"),
        LINK.removeprefix("https://www."),
        LINK.replace("https", "http"),
        LINK.replace("https://www.tiktok.com", "HTTPS://WWW.TikTok.COM"),
        LINK.replace(".com", ".com:443"),
        f"Check this out! {LINK}",
        f"Посмотрите: {LINK} #кітапток",
        f"Қараңыз, {LINK}.",
        f"({LINK})",
        f"<{LINK}>",
        f"«{LINK}»!",
        f"انظر {LINK}؟",
        f"and/or see {LINK}, please",
        f"A caption 🇰🇿👩\u200d🏫\nwith lines:\r\n\r\n{LINK}",
        f"name\t{LINK}",
        f"name\tcaption\r\n{LINK}",
        f"{LINK} {LINK}",
        f"see tiktok.com/@a.b/video/{TIKTOK_ID}, wow",
        f"{LINK}?from=https://evil.example/@b/video/7340215487445339435",
    ],
)
def test_link_is_found_in_what_people_paste(text):
    found = parse_video_link(text)
    assert (found.platform, found.video_id, found.claimed_handle) == ("tiktok", TIKTOK_ID, "a.b")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_link"),
        ("kitap", "not_a_link"),
        ("tiktok.com", "not_a_link"),
        ("@aysel.math", "not_a_link"),
        (TIKTOK_ID, "not_a_link"),
        (f"ftp://www.tiktok.com/@a/video/{TIKTOK_ID}", "not_a_link"),
        (f"javascript:alert(1)//www.tiktok.com/@a/video/{TIKTOK_ID}", "not_a_link"),
        ("https://", "foreign_host"),
        (f"{LINK} https://www.tiktok.com/@b/video/7340215487445339435", "several_links"),
        (f"https://evil.example/ {LINK}", "several_links"),
        # TikTok
        ("https://www.tiktok.com/@a.b", "profile"),
        ("https://www.tiktok.com/@a.b/?lang=kk", "profile"),
        (f"https://www.tiktok.com/@a.b/photo/{TIKTOK_ID}", "photo"),
        (f"https://www.tiktok.com/photo/{TIKTOK_ID}", "photo"),
        ("https://www.tiktok.com/tag/кітапток", "tag_page"),
        ("https://www.tiktok.com/@a.b/live", "live_page"),
        ("https://www.tiktok.com/live", "live_page"),
        (f"https://www.tiktok.com/music/original-sound-{TIKTOK_ID}", "audio_page"),
        (f"https://www.tiktok.com/@a.b/playlist/x-{TIKTOK_ID}", "playlist"),
        ("https://www.tiktok.com/", "other_page"),
        (f"https://www.tiktok.com/foryou?item_id={TIKTOK_ID}", "other_page"),
        (f"https://www.tiktok.com/@a.b/video/{TIKTOK_ID}/extra", "other_page"),
        ("https://www.tiktok.com/@a.b/video/734021548744533943", "malformed_id"),
        (f"https://www.tiktok.com/@a.b/video/{TIKTOK_ID}0", "malformed_id"),
        (f"https://www.tiktok.com/@a.b/video/0{TIKTOK_ID[1:]}", "malformed_id"),
        (f"https://www.tiktok.com/@a.b/video/٧{TIKTOK_ID[1:]}", "malformed_id"),
        (f"https://www.tiktok.com/@a.b/video/%37{TIKTOK_ID[1:]}", "malformed_id"),
        ("https://vm.tiktok.com/", "other_page"),
        ("https://vm.tiktok.com/ZM!/", "malformed_id"),
        # YouTube
        ("https://www.youtube.com/playlist?list=PL123", "playlist"),
        ("https://www.youtube.com/watch?list=PL123", "playlist"),
        ("https://www.youtube.com/embed/videoseries?list=PL123", "playlist"),
        ("https://www.youtube.com/embed/live_stream?channel=UC123", "live_page"),
        ("https://www.youtube.com/channel/UC123", "channel"),
        ("https://www.youtube.com/c/name", "channel"),
        ("https://www.youtube.com/user/name", "channel"),
        ("https://www.youtube.com/@name/shorts", "channel"),
        ("https://www.youtube.com/hashtag/kitap", "tag_page"),
        (f"https://www.youtube.com/source/{YOUTUBE_ID}/shorts", "audio_page"),
        ("https://www.youtube.com/", "other_page"),
        ("https://www.youtube.com/shorts/", "other_page"),
        ("https://www.youtube.com/watch", "malformed_id"),
        ("https://www.youtube.com/watch?v=", "malformed_id"),
        (f"https://www.youtube.com/watch?x=v={YOUTUBE_ID}", "malformed_id"),
        (f"https://www.youtube.com/watch?v={YOUTUBE_ID}&v=BGQWPY4IigZ", "malformed_id"),
        (f"https://www.youtube.com/shorts/{YOUTUBE_ID}1", "malformed_id"),
        (f"https://youtu.be/{YOUTUBE_ID[:-1]}", "malformed_id"),
        ("https://youtu.be/", "other_page"),
        # Instagram
        ("https://www.instagram.com/share/reel/BAKs8zXyZ12/", "share_token"),
        ("https://www.instagram.com/share/BAKs8zXyZ12", "share_token"),
        ("https://www.instagram.com/reels/audio/1234567890/", "audio_page"),
        ("https://www.instagram.com/stories/kitap_land/3100000000000000000/", "story"),
        ("https://www.instagram.com/explore/tags/kitap/", "tag_page"),
        ("https://www.instagram.com/kitap_land/", "profile"),
        ("https://www.instagram.com/kitap_land/reels/", "profile"),
        ("https://www.instagram.com/kitap_land/live/", "live_page"),
        ("https://www.instagram.com/reels/", "other_page"),
        ("https://www.instagram.com/", "other_page"),
        ("https://www.instagram.com/explore/", "other_page"),
        (f"https://www.instagram.com/reel/{INSTAGRAM_ID}x/", "malformed_id"),
        ("https://www.instagram.com/p/abc/", "malformed_id"),
    ],
)
def test_what_is_not_a_video_is_refused_with_its_own_code(text, code):
    assert refusal_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"https://tiktok.com.evil.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://www.tiktok.com@evil.com/@a/video/{TIKTOK_ID}", "userinfo"),
        (f"https://evil.com@www.tiktok.com/@a/video/{TIKTOK_ID}", "userinfo"),
        (f"https://user:password@www.tiktok.com/@a/video/{TIKTOK_ID}", "userinfo"),
        (f"tiktok.com@evil.com/@a/video/{TIKTOK_ID}", "userinfo"),
        (f"https://evil.com\\@www.tiktok.com/@a/video/{TIKTOK_ID}", "userinfo"),
        (f"https://www.tiktok.com\\.evil.com/@a/video/{TIKTOK_ID}", "userinfo"),
        (f"https://evil.com/?u=https://tiktok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"evil.com/?u=https://tiktok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://evil.com/#https://tiktok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://evil.com/tiktok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://eviltiktok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://tiktok.co/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://www.tiktok.com./@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://x.www.tiktok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://ｔｉｋｔｏｋ.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://tiktok．com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://tiкtok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://tik\u212aok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://ti\u212atok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://tik\u00adtok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://tik\u200btok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://xn--titok-1ve.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://tiktok%2ecom/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https:///www.tiktok.com/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://www.tiktok.com:8443/@a/video/{TIKTOK_ID}", "bad_port"),
        (f"https://www.tiktok.com:80/@a/video/{TIKTOK_ID}", "bad_port"),
        (f"https://www.tiktok.com:/@a/video/{TIKTOK_ID}", "bad_port"),
        (f"https://[::1]/@a/video/{TIKTOK_ID}", "bad_port"),
        (f"https://127.0.0.1/@a/video/{TIKTOK_ID}", "foreign_host"),
        (f"https://www.tiktok\n.com/@a/video/{TIKTOK_ID}", "broken_link"),
        (f"https://\nwww.tiktok.com/@a/video/{TIKTOK_ID}", "broken_link"),
        (f"https://www.\ntiktok.com/@a/video/{TIKTOK_ID}", "broken_link"),
        (f"https://www.tiktok.com/@a/video/{TIKTOK_ID}\n99", "broken_link"),
        (f"https://www.tiktok.com/@a/video/{TIKTOK_ID}\r\n.evil.com", "broken_link"),
        (f"https://www.tiktok.com/@a/vi\tdeo/{TIKTOK_ID}", "broken_link"),
        (f"https://www.tiktok.com/@a/video/{TIKTOK_ID}\x00x", "broken_link"),
        (f"https://youtu.be/{YOUTUBE_ID}\u2028x", "broken_link"),
        (f"https://www.tiktok.com/@a/video\u200b/{TIKTOK_ID}", "other_page"),
        (f"https://www.youtube-nocookie.com.evil.com/embed/{YOUTUBE_ID}", "foreign_host"),
        (f"https://youtu.be.evil.com/{YOUTUBE_ID}", "foreign_host"),
        (f"https://instagram.com.evil.com/reel/{INSTAGRAM_ID}/", "foreign_host"),
    ],
)
def test_lookalikes_never_pass(text, code):
    assert refusal_of(text) == code


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://vm.tiktok.com/ZMabc123/", "https://vm.tiktok.com/ZMabc123/"),
        ("VT.tiktok.com/ZSabc123", "https://vt.tiktok.com/ZSabc123/"),
        ("http://www.tiktok.com/t/ZTabc123/?x=1", "https://www.tiktok.com/t/ZTabc123/"),
        ("Look: https://vm.tiktok.com/ZMabc123/ !", "https://vm.tiktok.com/ZMabc123/"),
    ],
)
def test_short_link_is_refused_with_the_address_to_resolve(text, link):
    with pytest.raises(LinkRefused) as caught:
        parse_video_link(text)
    assert (caught.value.code, caught.value.link) == (LinkRefusal.SHORT_LINK, link)


@pytest.mark.parametrize("tail", ["", "/@b/video/7", "?u=1", ":443x"])
def test_short_host_must_match_letter_for_letter(tail):
    assert refusal_of(f"https://vm.tiktok.com.evil.com{tail}/ZMabc123") != LinkRefusal.SHORT_LINK


@pytest.mark.parametrize(
    "junk",
    [
        "a" * 100_000,
        "https://" * 12_500,
        "." * 100_000,
        "./" * 50_000,
        "https://www.tiktok.com/@a/video/" + "1" * 100_000,
        " x.y/" * 20_000,
        "@" * 100_000,
        "\n" * 100_000,
    ],
    ids=lambda junk: junk[:8].strip() or "space",
)
def test_a_hundred_kilobytes_of_junk_are_refused_at_once(junk):
    start = time.perf_counter()
    refusal_of(junk)
    assert time.perf_counter() - start < 0.05


@pytest.mark.parametrize(
    "unit", ["a", ".", "./", "a.", "https://", " x.y/", "<", "%40", "&v=", "\t"]
)
def test_the_longest_text_that_is_read_is_read_in_linear_time(unit):
    for text in (unit, f"https://www.youtube.com/watch?{unit}", f"https://www.tiktok.com/{unit}"):
        longest = (text + unit * MAX_LENGTH)[:MAX_LENGTH]
        start = time.perf_counter()
        refusal_of(longest)
        assert time.perf_counter() - start < 0.05


def test_text_is_read_up_to_the_longest_length():
    longest = f"{LINK} ".ljust(MAX_LENGTH, "x")
    assert parse_video_link(longest).video_id == TIKTOK_ID
    assert refusal_of(longest + "x") == LinkRefusal.TOO_LONG


URL_PIECES = st.sampled_from(
    [
        *("https://", "http://", "//", "/", "@", ":", "?", "#", "&", "=", "\\", "\n", " ", "%40"),
        *("www.tiktok.com", "tiktok.com", "vm.tiktok.com", "evil.com", ".", "youtube.com"),
        *("youtu.be", "www.instagram.com", "video", "reel", "watch", "v=", "embed", "share", "t"),
        *(TIKTOK_ID, YOUTUBE_ID, INSTAGRAM_ID, "a.b", "\u200b", "\u212a", "ı"),
    ]
)
OWN_HOSTS = ("tiktok.com", "youtube.com", "youtu.be", "instagram.com")


@given(st.lists(URL_PIECES, max_size=10).map("".join) | st.text())
def test_any_text_is_a_video_or_refused(text):
    try:
        found = parse_video_link(text)
    except LinkRefused:
        return
    assert is_video_id(found.platform, found.video_id)
    assert found.video_id in text
    assert any(host in text.lower() for host in OWN_HOSTS)
    again = parse_video_link(found.canonical_url)
    assert (again.platform, again.video_id) == (found.platform, found.video_id)
    assert again.canonical_url == found.canonical_url
