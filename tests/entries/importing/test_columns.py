import pytest

from entries.importing.columns import Field, positions, recognise
from entries.importing.headings import says_utc


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["Video URL", "Username", "Caption"], ["link", "handle", "caption"]),
        (["create_time", "video_description", "share_url"], ["posted_at", "caption", "link"]),
        (["createTime", "webVideoUrl", "diggCount"], ["posted_at", "link", "likes"]),
        (["Ссылка", "Автор", "Описание", "Просмотры"], ["link", "handle", "caption", "views"]),
        (["Сілтеме", "Жарияланған күні", "Ұзақтығы"], ["link", "posted_at", "seconds"]),
        (["Keçid", "İstifadəçi adı", "Müddət"], ["link", "handle", "seconds"]),
        (["رابط الفيديو", "اسم المستخدم", "تاريخ النشر"], ["link", "handle", "posted_at"]),
        (["LINK", "Duration (s)", "Posted [UTC]"], ["link", "seconds", "posted_at"]),
        (["ＵＲＬ", "Region", "Privacy status"], ["link", "country", "public"]),
    ],
)
def test_columns_are_recognised_by_their_headings(headers: list[str], fields: list[str]):
    assert {field.value: header for field, header in recognise(headers).items()} == dict(
        zip(fields, headers, strict=True)
    )


def test_nearest_heading_of_several_is_taken_and_each_column_once():
    assert recognise(["Title", "Description", "Author", "Username"]) == {
        Field.CAPTION: "Description",
        Field.HANDLE: "Username",
    }


def test_unknown_headings_are_left_out():
    assert recognise(["A", "Campaign", "Hashtag list", ""]) == {}


@pytest.mark.parametrize(
    ("heading", "utc"),
    [
        ("Create time (UTC)", True),
        ("create_time_utc", True),
        ("Posted, GMT", True),
        ("Posted (UTC+5)", False),
        ("Created at", False),
        ("Outcome", False),
    ],
)
def test_heading_that_names_utc(heading: str, utc: bool):
    assert says_utc(heading) is utc


def test_positions_leave_out_what_the_file_does_not_have():
    columns = {"link": "URL", "caption": "Gone", "nonsense": "URL"}
    assert positions(columns, ["Views", "URL"]) == {Field.LINK: 1}
