"""Which way languages are written."""

from accounts.bidi import direction


def test_arabic_alone_runs_from_the_right():
    # Django's own table calls Azerbaijani right-to-left; ours is written in Latin letters.
    ways = {code: direction(code) for code in ("kk", "ru", "az", "en", "ar")}
    assert ways == {"kk": "ltr", "ru": "ltr", "az": "ltr", "en": "ltr", "ar": "rtl"}
