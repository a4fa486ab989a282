"""What a file of videos can tell, and under which headings exports have it.

Pure: no Django.
"""

from __future__ import annotations

from enum import StrEnum

from entries.importing.headings import Headings


class Field(StrEnum):
    """What a column can hold. Only the link has to be there."""

    LINK = "link"
    HANDLE = "handle"
    CAPTION = "caption"
    POSTED_AT = "posted_at"
    SECONDS = "seconds"
    LANGUAGE = "language"
    COUNTRY = "country"
    PUBLIC = "public"
    AUTHOR_NAME = "author_name"
    AUTHOR_ID = "author_id"
    VIEWS = "views"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"


TEXTS: dict[Field, str] = {
    Field.LINK: """
        link, video link, link to video, share url, video share url, video url, post url, post link,
        url, permalink, web video url, ссылка, ссылка на видео, ссылка на ролик, сілтеме,
        видео сілтемесі, бейне сілтемесі, бейнежазба сілтемесі, keçid, video keçidi, video linki,
        رابط, الرابط, رابط الفيديو, رابط المقطع
    """,
    Field.HANDLE: """
        handle, username, author username, author unique id, unique id, creator username,
        creator handle, author handle, account, account name, creator, author, user, аккаунт,
        имя пользователя, ник, никнейм, автор, пользователь, пайдаланушы аты, пайдаланушы,
        лақап аты, istifadəçi adı, istifadəçi, hesab, müəllif, اسم المستخدم, المستخدم, الحساب,
        صاحب الحساب
    """,
    Field.CAPTION: """
        caption, video description, description, desc, text, video text, video title, title,
        подпись, описание, описание видео, текст, название, сипаттама, сипаттамасы, жазба, мәтін,
        təsvir, video təsviri, mətn, başlıq, الوصف, وصف, وصف الفيديو, النص, التعليق, العنوان
    """,
    Field.POSTED_AT: """
        posted at, posted, post time, post date, create time, created time, created at, create date,
        creation time, creation date, created, published at, publish time, publish date, published,
        publication date, upload date, upload time, date posted, date, дата публикации,
        время публикации, опубликовано, дата и время, дата, жарияланған уақыты, жарияланған күні,
        жариялау уақыты, жарияланды, күні, paylaşılma tarixi, paylaşma tarixi, yayımlanma tarixi,
        dərc tarixi, tarix, تاريخ النشر, وقت النشر, نشر, التاريخ
    """,
    Field.SECONDS: """
        duration, video duration, duration seconds, duration sec, duration in seconds, seconds,
        length, video length, длительность, продолжительность, длительность видео, секунды,
        ұзақтығы, ұзақтық, müddət, müddəti, uzunluq, uzunluğu, المدة, مدة الفيديو, المدة بالثواني
    """,
    Field.LANGUAGE: """
        language, lang, video language, caption language, язык, язык видео, тіл, тілі, dil, dili,
        اللغة, لغة الفيديو
    """,
    Field.COUNTRY: """
        country, country code, country region, region, region code, страна, регион, ел, елі,
        мемлекет, ölkə, البلد, الدولة, بلد
    """,
    Field.PUBLIC: """
        visibility, privacy, privacy status, privacy level, public, is public, видимость, доступ,
        қолжетімділік, görünürlük, الخصوصية
    """,
    Field.AUTHOR_NAME: """
        display name, author name, author display name, creator name, nickname, author nickname,
        channel title, channel name, channel, имя автора, имя, канал, автордың аты, аты, арна,
        müəllifin adı, ad, kanal, اسم العرض, اسم صاحب الحساب, القناة
    """,
    Field.AUTHOR_ID: """
        author id, creator id, user id, channel id, open id, id автора, автор id, müəllif id
    """,
    Field.VIEWS: """
        views, view count, video views, play count, plays, просмотры, количество просмотров,
        қаралым, қаралым саны, baxış, baxış sayı, baxışlar, المشاهدات, عدد المشاهدات
    """,
    Field.LIKES: """
        likes, like count, digg count, лайки, количество лайков, ұнату, ұнатулар, ұнату саны,
        bəyənmə, bəyənmələr, bəyənmə sayı, الإعجابات, عدد الإعجابات
    """,
    Field.COMMENTS: """
        comments, comment count, комментарии, количество комментариев, пікірлер, пікір саны,
        şərhlər, şərh sayı, التعليقات, عدد التعليقات
    """,
    Field.SHARES: """
        shares, share count, репосты, поделились, бөлісу, бөлісулер, бөлісу саны, paylaşımlar,
        paylaşım sayı, المشاركات, عدد المشاركات
    """,
}

HEADINGS = Headings(TEXTS)
recognise, positions = HEADINGS.recognise, HEADINGS.positions
