"""The demo's mailbox: what the file backend wrote, readable, and only in a demo."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.http import Http404
from django.test import Client, RequestFactory

from outbox import demo_views
from outbox.demo_mails import WrittenMail, read_mails


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> Path:
    """The site as a demo; the folder of its mails."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.outbox.demo_site"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


FILES = "django.core.mail.backends.filebased.EmailBackend"


def _write(folder: Path, *mails: EmailMessage) -> None:
    """Send mails over one connection of the file backend."""
    get_connection(FILES, file_path=str(folder)).send_messages(list(mails))


def _mail(subject: str, body: str, *, language: str = "", date: str = "") -> EmailMessage:
    headers = {"Content-Language": language} if language else {}
    if date:
        headers["Date"] = date
    return EmailMessage(subject, body, "a@example.org", ["b@example.org"], headers=headers)


def _texts(folder: Path) -> list[tuple[str, str]]:
    return [(mail.subject, mail.body) for mail in read_mails(folder)]


def test_mails_are_read_as_they_were_written(tmp_path: Path):
    body = "سلام\n\nQ: ə, ң, «кітап»\n" + "x" * 1200
    _write(tmp_path, _mail("تهانينا!", body, language="ar"))
    [mail] = read_mails(tmp_path)
    assert (mail.to, mail.subject, mail.language) == ("b@example.org", "تهانينا!", "ar")
    assert mail.paragraphs == ["سلام", "Q: ə, ң, «кітап»\n" + "x" * 1200]
    assert mail.sent_at is not None


def test_mails_of_one_connection_are_told_apart(tmp_path: Path):
    _write(tmp_path, _mail("one", "1"), _mail("two", "2"))
    assert _texts(tmp_path) == [("two", "2"), ("one", "1")]


def test_mails_come_newest_first(tmp_path: Path):
    _write(
        tmp_path,
        _mail("noon", "", date="Sun, 22 Nov 2026 12:00:00 +0000"),
        _mail("evening", "", date="Sun, 22 Nov 2026 20:00:00 +0000"),
    )
    _write(tmp_path, _mail("morning", "", date="Sun, 22 Nov 2026 06:00:00 +0000"))
    assert [subject for subject, _body in _texts(tmp_path)] == ["evening", "noon", "morning"]


def test_folder_that_does_not_exist_has_no_mails(tmp_path: Path):
    assert read_mails(tmp_path / "none") == []


def test_mail_without_headers_is_shown_as_far_as_it_goes(tmp_path: Path):
    (tmp_path / "broken.log").write_bytes(b"\nText\n" + b"-" * 79 + b"\n")
    assert read_mails(tmp_path) == [WrittenMail("", "", None, "", "Text")]


def test_mailbox_shows_mails_to_anybody(db: None, client: Client, demo: Path):
    _write(demo, _mail("<b>Code</b>", "http://testserver/kk/my/\n\nكود", language="ar"))
    response = client.get("/demo/mail/")
    page = response.content.decode()
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert "&lt;b&gt;Code&lt;/b&gt;" in page
    assert '<a href="http://testserver/kk/my/" rel="nofollow">' in page
    assert '<p dir="auto">كود</p>' in page
    assert '<article class="panel mail" lang="ar">' in page


def test_mailbox_is_read_page_by_page(db: None, client: Client, demo: Path):
    _write(demo, *(_mail(f"mail {number}", "") for number in range(21)))
    assert client.get("/demo/mail/").content.decode().count("<article") == 20
    assert client.get("/demo/mail/?page=2").content.decode().count("<article") == 1


@pytest.mark.django_db
def test_mailbox_does_not_exist_outside_a_demo(client: Client, rf: RequestFactory):
    assert client.get("/demo/mail/").status_code == 404
    with pytest.raises(Http404):
        demo_views.mail(rf.get("/demo/mail/"))
