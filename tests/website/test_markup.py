import pytest

from website.markup import markdown_to_html, plain_to_html


def test_markdown_becomes_html():
    html = markdown_to_html("**bold** and\n\n- one\n- two")
    assert html == ("<p><strong>bold</strong> and</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n")


def test_first_level_heading_gives_way_to_the_pages_own():
    assert markdown_to_html("# Rules") == "<h2>Rules</h2>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://tracker.example/pixel.gif)",
        '<a href="https://example.org" style="position:fixed">x</a>',
        "<iframe src=https://example.org></iframe>",
    ],
)
def test_dangerous_markdown_leaves_no_active_html(text):
    html = markdown_to_html(text)
    for forbidden in ("<script", "<img", "<iframe", 'href="javascript', 'href="data', "<a style"):
        assert forbidden not in html


def test_links_do_not_vouch_for_their_target():
    assert markdown_to_html("[x](https://example.org)") == (
        '<p><a href="https://example.org" rel="noopener nofollow">x</a></p>\n'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وسم #LearnOnTikTok.", "وسم <bdi>#LearnOnTikTok</bdi>."),
        ("(#кітапток, @la.la.leila)", "(<bdi>#кітапток</bdi>, <bdi>@la.la.leila</bdi>)"),
        ("anna@example.org and it's # 1", "anna@example.org and it&#x27;s # 1"),
        ("<b>#x</b>", "&lt;b&gt;<bdi>#x</bdi>&lt;/b&gt;"),
    ],
)
def test_hashtags_and_handles_are_isolated_in_plain_text(text, expected):
    assert plain_to_html(text) == expected


def test_hashtags_are_isolated_in_markdown_but_not_inside_tags():
    html = markdown_to_html("**#кітапток** [page](https://example.org/#top)")
    assert html == (
        "<p><strong><bdi>#кітапток</bdi></strong> "
        '<a href="https://example.org/#top" rel="noopener nofollow">page</a></p>\n'
    )
