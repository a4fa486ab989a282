import pytest

from metrics.importing.columns import HEADINGS
from metrics.importing.kind import READINGS
from metrics.importing.sentences import FIELD_NAMES


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["Video URL", "Snapshot time", "Views"], ["link", "taken_at", "views"]),
        (["webVideoUrl", "playCount", "diggCount"], ["link", "views", "likes"]),
        (["Ссылка", "Дата замера", "Просмотры"], ["link", "taken_at", "views"]),
        (["Ссылка на видео", "По состоянию на (UTC)", "Лайки"], ["link", "taken_at", "likes"]),
        (["Сілтеме", "Өлшеу уақыты", "Қаралым саны"], ["link", "taken_at", "views"]),
        (["Keçid", "Ölçmə tarixi", "Baxış sayı"], ["link", "taken_at", "views"]),
        (["رابط الفيديو", "تاريخ القراءة", "عدد المشاهدات"], ["link", "taken_at", "views"]),
        (["share_url", "comment_count", "share_count"], ["link", "comments", "shares"]),
    ],
)
def test_columns_are_recognised_by_their_headings(headers: list[str], fields: list[str]):
    found = {field.value: header for field, header in HEADINGS.recognise(headers).items()}
    assert found == dict(zip(fields, headers, strict=True))


@pytest.mark.parametrize("heading", ["Date", "Create time", "Дата", "Posted at", "تاريخ النشر"])
def test_time_of_posting_is_never_taken_for_the_time_of_reading(heading: str):
    assert HEADINGS.recognise([heading]) == {}


def test_every_field_has_a_name_and_a_place():
    every = READINGS.headings.recognise(["url", "snapshot", *list(FIELD_NAMES)[2:]])
    assert list(every) == list(FIELD_NAMES)
