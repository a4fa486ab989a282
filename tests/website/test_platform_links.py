import pytest
from django.conf import settings

from website.platform_links import player_url, profile_url


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("tiktok", "https://www.tiktok.com/@la.la.leila"),
        ("youtube", "https://www.youtube.com/@la.la.leila"),
        ("instagram", "https://www.instagram.com/la.la.leila/"),
        ("unknown", ""),
    ],
)
def test_profile_url_of_each_platform(platform, expected):
    assert profile_url(platform, "la.la.leila") == expected


def test_profile_url_escapes_what_is_no_handle():
    assert profile_url("tiktok", "a/../b?c") == "https://www.tiktok.com/@a%2F..%2Fb%3Fc"


def test_players_come_only_from_hosts_that_the_policy_lets_into_a_frame():
    hosts = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
    assert player_url("tiktok", "7348705314746699054").startswith(f"{hosts[0]}/player/v1/7348")
    assert player_url("youtube", "BGQWPY4IigY").startswith(f"{hosts[1]}/embed/BGQ")
    assert player_url("instagram", "C5x") == ""
