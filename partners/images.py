"""Pictures that people upload: checked, limited and drawn anew, so that nothing hides in them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

ACCEPTED_FORMATS = ("JPEG", "PNG", "WEBP")


def reencode_image(upload: UploadedFile[Any], *, longest_side: int = 2000) -> ContentFile[bytes]:
    """Return the picture drawn anew as WEBP, at most `longest_side` pixels, without metadata.

    Raises ValidationError when the file is too large in bytes or pixels, or no picture at all.
    """
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(
            _("The picture is larger than %(limit)s. Save it smaller and try again.")
            % {"limit": filesizeformat(settings.UPLOAD_MAX_BYTES)},
            code="too_large",
        )
    try:
        upload.seek(0)
        with Image.open(upload, formats=ACCEPTED_FORMATS) as picture:
            if picture.width * picture.height > settings.UPLOAD_MAX_PIXELS:
                raise ValidationError(
                    _("The picture has too many pixels. Save it smaller and try again."),
                    code="too_many_pixels",
                )
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest_side, longest_side))
            clean = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("This is not a picture that can be read. Use a JPEG, PNG or WEBP file."),
            code="not_a_picture",
        ) from error
    out = BytesIO()
    clean.save(out, "WEBP", quality=88, method=4)
    stem = (upload.name or "picture").rsplit("/", 1)[-1].rsplit(".", 1)[0][:60] or "picture"
    return ContentFile(out.getvalue(), name=f"{stem}.webp")


class ReencodedImageFormField(forms.ImageField):
    """A form field that hands on the re-encoded picture only."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        return reencode_image(data)


class ReencodedImageField(models.ImageField):
    """An image column whose forms re-encode every upload."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": ReencodedImageFormField, **kwargs})
