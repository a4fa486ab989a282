"""What a file of readings can tell, and under which headings exports have it.

Pure: no Django.
"""

from __future__ import annotations

from enum import StrEnum

from entries.importing import columns as of_videos
from entries.importing.headings import Headings


class Field(StrEnum):
    """What a column can hold. The link and the views have to be there."""

    LINK = "link"
    TAKEN_AT = "taken_at"
    VIEWS = "views"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"


HEADINGS = Headings(
    {
        Field.LINK: of_videos.TEXTS[of_videos.Field.LINK],
        # No bare "date": in most exports that is when the video was posted.
        Field.TAKEN_AT: """
            taken at, read at, reading at, reading time, reading date, time of reading,
            date of reading, measured at, measure time, recorded at, collected at, collection time,
            collection date, captured at, fetched at, fetch time, retrieved at, crawl time,
            crawled at, snapshot, snapshot at, snapshot time, snapshot date, data time, data date,
            data as of, as of, as of date, stat time, stat date, stats time, stats date,
            statistics date, report time, report date, observed at, updated at, update time,
            last updated, timestamp, время замера, дата замера, время снятия, дата снятия,
            дата статистики, время статистики, дата отчёта, дата отчета, по состоянию на,
            обновлено, дата обновления, время обновления, өлшеу уақыты, өлшенген уақыты,
            өлшенген күні, есеп күні, статистика күні, жаңартылған уақыты, жаңартылған күні,
            жаңартылды, ölçmə vaxtı, ölçmə tarixi, ölçülmə vaxtı, ölçülmə tarixi, hesabat tarixi,
            statistika tarixi, yenilənmə vaxtı, yenilənmə tarixi, yeniləndi, وقت القراءة,
            تاريخ القراءة, وقت القياس, تاريخ القياس, تاريخ التقرير, تاريخ الإحصاء,
            وقت التحديث, تاريخ التحديث, آخر تحديث
        """,
        Field.VIEWS: of_videos.TEXTS[of_videos.Field.VIEWS],
        Field.LIKES: of_videos.TEXTS[of_videos.Field.LIKES],
        Field.COMMENTS: of_videos.TEXTS[of_videos.Field.COMMENTS],
        Field.SHARES: of_videos.TEXTS[of_videos.Field.SHARES],
    }
)
