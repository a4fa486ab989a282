from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from partners.images import reencode_image


def upload(
    *, size: tuple[int, int] = (40, 20), form: str = "JPEG", mode: str = "RGB", extra: bytes = b""
) -> SimpleUploadedFile:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"  # ImageDescription
    colour = (200, 0, 0, 90) if mode == "RGBA" else (200, 0, 0)
    Image.new(mode, size, colour).save(out, form, exif=exif)
    return SimpleUploadedFile("me & my../cat.jpg", out.getvalue() + extra)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_picture_is_drawn_anew_without_what_was_hidden_in_it(form: str):
    clean = reencode_image(upload(form=form, extra=b"<script>alert(1)</script>")).read()
    picture = opened(clean)
    assert (picture.format, picture.size) == ("WEBP", (40, 20))
    assert not picture.getexif()
    assert b"<script>" not in clean
    assert b"taken at home" not in clean


def test_picture_keeps_its_transparency():
    picture = opened(reencode_image(upload(form="PNG", mode="RGBA")).read())
    assert picture.mode == "RGBA"


def test_large_picture_is_made_smaller_in_proportion():
    picture = opened(reencode_image(upload(size=(3000, 1500)), longest_side=1000).read())
    assert picture.size == (1000, 500)


def test_picture_lying_on_its_side_is_set_upright():
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turned by a quarter
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=exif)
    picture = opened(reencode_image(SimpleUploadedFile("a.jpg", out.getvalue())).read())
    assert picture.size == (20, 40)


def test_name_of_the_file_carries_no_folder():
    assert reencode_image(upload()).name == "cat.webp"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\0" * 40,
        b"<svg onload='alert(1)'/>",
        b"\xff\xd8\xff\xe0 half",
        b"x" * 100_000,
    ],
)
def test_what_is_no_picture_is_refused(content: bytes):
    with pytest.raises(ValidationError) as refusal:
        reencode_image(SimpleUploadedFile("a.jpg", content))
    assert refusal.value.code == "not_a_picture"


def test_half_a_picture_is_refused():
    whole = upload(size=(400, 400)).read()
    with pytest.raises(ValidationError) as refusal:
        reencode_image(SimpleUploadedFile("a.jpg", whole[: len(whole) // 2]))
    assert refusal.value.code == "not_a_picture"


def test_too_many_bytes_are_refused(settings):
    settings.UPLOAD_MAX_BYTES = 100
    with pytest.raises(ValidationError) as refusal:
        reencode_image(upload())
    assert refusal.value.code == "too_large"


def test_too_many_pixels_are_refused_before_they_are_drawn(settings):
    settings.UPLOAD_MAX_PIXELS = 799
    with pytest.raises(ValidationError) as refusal:
        reencode_image(upload(size=(40, 20)))
    assert refusal.value.code == "too_many_pixels"
