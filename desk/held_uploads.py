"""Files that a person chose in a form which asks something before it saves.

Browsers never fill a file into a form again, so an upload waits in the private storage, named by
a signed word in the page, until the form comes back with it. What nobody comes back for goes after
a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import PurePosixPath
from secrets import token_hex
from typing import Any

from django.core import signing
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest

FOLDER = "held"
KEPT_FOR = timedelta(days=1)
PREFIX = "_held_"
_SALT = "desk.held_uploads"


def hold_uploads(request: HttpRequest, *, at: datetime) -> dict[str, str]:
    """Keep the files of a form; the hidden fields with which it gets them back."""
    _forget_old(at)
    return {
        f"{PREFIX}{name}": _hold(request, upload)
        for name, upload in request.FILES.items()
        if isinstance(upload, UploadedFile)
    }


def restore_uploads(request: HttpRequest) -> None:
    """Put held files into the form, unless a new one or none was chosen; ignores forged words."""
    held = {
        key.removeprefix(PREFIX): word
        for key, word in request.POST.items()
        if key.startswith(PREFIX)
    }
    for field, word in held.items():
        if field in request.FILES or f"{field}-clear" in request.POST:
            continue
        upload = _held(request, str(word))
        if upload:
            request.FILES[field] = upload


def _hold(request: HttpRequest, upload: UploadedFile[Any]) -> str:
    upload.seek(0)
    # Without an ending: nobody may take it for something to be shown.
    name = _storage().save(f"{FOLDER}/{token_hex(16)}", upload)
    content_type = upload.content_type or ""
    return signing.dumps([name, upload.name, content_type, request.user.pk], salt=_SALT)


def _held(request: HttpRequest, word: str) -> SimpleUploadedFile | None:
    try:
        name, shown_name, content_type, user = signing.loads(word, salt=_SALT, max_age=KEPT_FOR)
        if user != request.user.pk:
            return None
        with _storage().open(name) as file:
            return SimpleUploadedFile(PurePosixPath(shown_name).name, file.read(), content_type)
    except (signing.BadSignature, FileNotFoundError):
        return None


def _forget_old(at: datetime) -> None:
    storage = _storage()
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{FOLDER}/{name}"
        if storage.get_modified_time(path) < at - KEPT_FOR:
            storage.delete(path)


def _storage() -> Storage:
    return storages["private"]
