"""The site's settings under an environment that does not depend on whoever runs the tests.

Only DATABASE_URL is taken from outside: the same tests run on SQLite and on PostgreSQL.
"""

import os
import tempfile
from pathlib import Path

_DATABASE = {name: os.environ[name] for name in ("DATABASE_URL",) if os.environ.get(name)}
for _name in ("CACHE_URL", "CSRF_TRUSTED_ORIGINS", "EMAIL_FILE_PATH", "MEDIA_ROOT"):
    os.environ.pop(_name, None)
for _name in ("TIKTOK_CLIENT_KEY", "GOOGLE_CLIENT_ID", "YOUTUBE_API_KEY"):
    os.environ.pop(_name, None)
# A folder of its own for each process: uploads and mails of two test runs never meet.
_FOLDER = tempfile.TemporaryDirectory(prefix="sahna-tests-")
_NOBODY = "http://127.0.0.1:9"
os.environ.update(
    {
        "DATABASE_URL": f"sqlite:///{_FOLDER.name}/db.sqlite3",
        "DEBUG": "0",
        "DEMO": "0",
        "HTTPS": "0",
        "SECRET_KEY": "only-for-tests",
        "SITE_NAME": "Sahna",
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "EMAIL_URL": "memorymail://",
        "DEFAULT_FROM_EMAIL": "Sahna <no-reply@testserver>",
        "STAFF_MFA_REQUIRED": "0",
        "TRUSTED_PROXIES": "0",
        # What a test changes it sees; tests of the page cache switch it on.
        "PAGE_CACHE_BYTES": "0",
        "LOG_LEVEL": "WARNING",
        "VAR_DIR": _FOLDER.name,
        # Nobody answers there: no test asks a real platform. The fixture `platforms` does better.
        "TIKTOK_URL": _NOBODY,
        "TIKTOK_API_URL": _NOBODY,
        "YOUTUBE_API_URL": _NOBODY,
        "YOUTUBE_API_KEY": "",
        "PLATFORM_HOSTS": "vm.tiktok.com=127.0.0.1:9,vt.tiktok.com=127.0.0.1:9",
        "PLATFORM_TIMEOUT_SECONDS": "2",
        **_DATABASE,
    }
)

from config.settings import *  # noqa: E402, F403 - the environment has to be set first
from config.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise looks for it at start

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that threads and the live server have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_FOLDER.name) / "test.sqlite3")}
else:
    # A test database need not survive a power cut: commits do not wait for the disk.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"

# Hashing passwords slowly is for attackers, not for tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Without the manifest that `collectstatic` writes.
STORAGES = STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False  # its own tests switch it on
# Restoring the migrations' rows is no change that anybody made (and would make content types anew).
AUDITLOG_DISABLE_ON_RAW_SAVE = True
