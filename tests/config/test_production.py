"""The settings of a server: read in a process of their own, as gunicorn would."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER = {
    "SECRET_KEY": "a-long-and-random-value-of-more-than-fifty-characters-1234567890",
    "ALLOWED_HOSTS": "contest.example",
    "DATABASE_URL": "sqlite://:memory:",
}
QUESTION = """
import json
from config import settings as s
print(json.dumps({name: getattr(s, name) for name in (
    "DEBUG", "DEMO", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SESSION_ENGINE",
)}))
"""


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_server_is_safe_without_being_told():
    answer = python(QUESTION, **SERVER)
    assert json.loads(answer.stdout) == {
        "DEBUG": False,
        "DEMO": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
    }


def test_server_without_a_secret_key_does_not_start():
    answer = python(QUESTION, **{**SERVER, "SECRET_KEY": ""})
    assert answer.returncode != 0
    assert "SECRET_KEY is missing" in answer.stderr


def test_server_on_postgresql_checks_its_connections():
    code = (
        "from config.settings import DATABASES; print(DATABASES['default']['CONN_HEALTH_CHECKS'])"
    )
    answer = python(code, **{**SERVER, "DATABASE_URL": "postgres://a@db.example/contest"})
    assert answer.stdout.strip() == "True"


def test_wrong_value_is_a_sentence_and_no_traceback():
    code = "import sys; sys.argv = ['manage.py', 'check']; exec(open('manage.py').read())"
    answer = python(code, **SERVER, DEBUG="perhaps")
    assert answer.returncode != 0
    assert "DEBUG='perhaps' is neither yes nor no." in answer.stderr
    assert "Traceback" not in answer.stderr
