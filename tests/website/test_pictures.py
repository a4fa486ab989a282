"""Covers in the sizes in which pages show them."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from tests.builders import build_campaign, build_entry
from website.pictures import WIDTHS, address, picture_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored() -> str:
    """A cover of 720 × 1280."""
    out = BytesIO()
    Image.new("RGB", (720, 1280), "#2255aa").save(out, "WEBP")
    return default_storage.save("covers/tiktok-1.webp", ContentFile(out.getvalue()))


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("width", WIDTHS)
def test_picture_has_the_width_asked_for(client, stored, width):
    for _time in ("made", "kept"):
        response = client.get(address(stored, width))
        assert response.status_code == 200
        assert response["Content-Type"] == "image/webp"
        assert "immutable" in response["Cache-Control"]
        with Image.open(BytesIO(body(response))) as picture:
            # None is made larger than it was.
            assert picture.width == min(width, 720)
            assert picture.width * 16 == picture.height * 9


@pytest.mark.parametrize(
    "path",
    [
        "/covers/361/covers/tiktok-1.webp",
        "/covers/360/covers/none.webp",
        "/covers/360/private/list.xlsx",
        "/covers/360/covers/../private/x.webp",
        "/covers/360/made/360/covers/tiktok-1.webp.webp",
    ],
)
def test_nothing_else_is_answered(client, stored, path):
    assert client.get(path).status_code == 404


def test_broken_file_is_no_server_error(client):
    name = default_storage.save("covers/broken.webp", ContentFile(b"no picture"))
    assert client.get(address(name, 360)).status_code == 404


def test_many_who_ask_at_once_get_one_picture(client, stored):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _n: client.get(address(stored, 540)), range(8)))
    bodies = {body(one) for one in answers}
    assert len(bodies) == 1
    _folders, files = default_storage.listdir("made/540/covers")
    assert files.count(stored.removeprefix("covers/") + ".webp") == 1


def test_tag_names_size_and_widths():
    entry = build_entry(build_campaign())
    assert picture_tag(entry.cover) == ""
    entry.cover.name = 'covers/a"b.webp'
    tag = picture_tag(entry.cover)
    assert 'width="360" height="640"' in tag
    assert "/covers/180/covers/a&quot;b.webp 180w" in tag
    assert 'loading="lazy"' in tag
    assert "lazy" not in picture_tag(entry.cover, is_first=True)
