"""The certificate as a file: what it says in every script, how it is tagged, what it withstands."""

from __future__ import annotations

import hashlib
import os
import threading
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import segno
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfReader

from accounts.models import User
from contests.models import Partnership
from results import typesetting
from results.certificate_codes import grouped
from results.certificate_setting import certificate_pdf, sheet_of
from results.certificate_sheet import pdf_of as set_sheet
from results.models import AnnouncementPlan, Award, Certificate, Claim, ClaimDecision
from results.pictures import code_picture, small_picture
from results.typesetting import TypesettingError, as_pdf, as_png
from tests.builders import build_creator, build_partner, build_partnership, utc
from tests.results.certified import Certified, build_certified
from tests.results.contests import build_person

pytestmark = pytest.mark.django_db
INVISIBLE = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff"))


def give_name(contest: Certified, name: str, *, by: User | None = None) -> None:
    """What accepting a prize writes."""
    claim = Claim.objects.get(prize=contest.jury)
    claim.certificate_name, claim.status = name, Claim.Status.ACCEPTED
    claim.save()
    ClaimDecision.objects.create(
        claim=claim,
        verb="accept",
        from_status="offered",
        to_status="accepted",
        at=contest.at,
        by=by or contest.person,
    )


def pdf_of(contest: Certified, **which: Any) -> bytes:
    certificate = contest.certificate(**which)
    found = certificate_pdf(certificate, at=contest.at + timedelta(days=30))
    assert found is not None
    return found


def text_of(pdf: bytes) -> str:
    """The words of the one page, on one line, without what directs and joins them."""
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().translate(INVISIBLE).split())


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("kk", "Әйгерім Ғабитқызы Ұлқанова-Һәм Өңірбек"),
        ("ru", "Алёна Щукина"),
        ("az", "Günəş Əliyeva-İsmayılzadə Çığ"),
        ("en", "Zoë O’Neill"),
    ],
)
def test_certificate_says_who_won_what_in_the_winners_language(language, name):
    contest = build_certified(language=language, title="Kitap", hashtag="кітапоқимын")
    give_name(contest, name)

    text = text_of(pdf_of(contest))

    code = grouped(contest.certificate().code)
    assert [
        word
        for word in (
            name,
            f"@{contest.entry.creator.handle}",
            "The most creative video",
            "Kitap",
            "#кітапоқимын",
            code,
            contest.announcement.evidence.sha256,
        )
        if word not in text
    ] == []


def test_arabic_can_be_read_from_the_file_word_by_word():
    contest = build_certified(language="ar")
    contest.campaign.title_ar = "مسابقة القراءة في الصيف"
    contest.campaign.save()
    give_name(contest, "عائشة بنت محمد")

    pdf = pdf_of(contest)

    # Words stand in the order of the page, from left to right; each is whole. How far apart two
    # words have to stand to be two is the reader's guess.
    text = text_of(pdf)
    assert all(word in text for word in ("عائشة", "بنت", "محمد", "القراءة", "في", "الصيف"))
    assert root_of(pdf)["/Lang"] == "ar"
    assert f"@{contest.entry.creator.handle}" in text_of(pdf)


def root_of(pdf: bytes) -> Any:
    return PdfReader(BytesIO(pdf)).trailer["/Root"]


def test_certificate_is_tagged_for_screen_readers():
    contest = build_certified()
    give_name(contest, "Айгүл")

    reader = PdfReader(BytesIO(pdf_of(contest)))

    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "kk"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_data().decode()
    assert "pdfuaid:part>1<" in xmp or 'pdfuaid:part="1"' in xmp
    roles = [element["/S"] for element in elements(root["/StructTreeRoot"])]
    assert roles.count("/H1") == 1
    alternatives = [str(one["/Alt"]) for one in elements(root["/StructTreeRoot"]) if "/Alt" in one]
    address = f"{settings.SITE_URL}/verify/{contest.certificate().code}"
    assert [one for one in alternatives if address in one]


def elements(node: Any) -> list[Any]:
    """All elements of a structure tree below `node`."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [found for child in node for found in elements(child)]
    if not isinstance(node, dict):
        return []
    own = [node] if "/S" in node else []
    return own + (elements(node["/K"]) if "/K" in node else [])


def test_metadata_tells_title_organiser_and_moment_and_nothing_else():
    contest = build_certified(title="Kitap")
    partner = build_partner(name="Ministry of Culture", kind="ministry")
    build_partnership(contest.campaign, partner=partner, role=Partnership.Role.ORGANISER)
    give_name(contest, "Айгүл")

    about: Any = PdfReader(BytesIO(pdf_of(contest))).metadata

    assert set(about) == {"/Title", "/Author", "/Creator", "/CreationDate", "/ModDate"}
    assert about.author == "Ministry of Culture"
    assert about.creation_date == contest.at.replace(microsecond=0)
    assert contest.person.email not in str(about)


def test_same_row_gives_the_same_bytes_in_every_thread():
    contest = build_certified(language="ar")
    certificate = contest.certificate()

    sheet = sheet_of(certificate, Award.objects.get(prize=contest.jury))
    digests: list[str] = []

    def work() -> None:
        digests.extend(hashlib.sha256(set_sheet(sheet)).hexdigest() for _each in range(5))

    threads = [threading.Thread(target=work) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(digests) == 20
    assert len(set(digests)) == 1


def test_bilingual_certificate_speaks_both_languages():
    contest = build_certified(language="kk")
    Certificate.objects.update(second_language="ar")
    contest.jury.category.title_kk = "Ең үздік бейне"
    contest.jury.category.title_ar = "أفضل"
    contest.jury.category.save()
    AnnouncementPlan.objects.create(
        campaign=contest.campaign,
        signatory_kk="Аида Балаева",
        signatory_ar="وزيرة",
        signatory_role_kk="Министр",
    )

    text = text_of(pdf_of(contest))

    assert "Ең үздік бейне" in text
    assert "أفضل" in text
    assert "Аида Балаева" in text
    assert "وزيرة" in text


@pytest.mark.parametrize(
    "name",
    [
        '#eval("1+1") #read("/etc/passwd")',
        "*bold* _it_ `raw` $x^2$ ]]] [[[ #{",
        "\\u{41} // comment /* more */ \\",
        "<script>alert(1)</script> @ref <label>",
        '"; "}} , {"name": "other',
    ],
)
def test_name_is_text_and_never_markup(name):
    contest = build_certified()
    give_name(contest, name)

    assert name in text_of(pdf_of(contest))


@pytest.mark.parametrize("name", ["Ұ" * 120, "Ә " * 60, "مح" * 60, "W" * 120])
def test_longest_names_stay_on_the_page(name):
    contest = build_certified()
    give_name(contest, name)

    pdf = pdf_of(contest)

    text = text_of(pdf).replace(" ", "")
    assert sum(text.count(letter) for letter in set(name) - {" "}) >= len(name.replace(" ", ""))


@pytest.mark.parametrize("language", ["kk", "ar"])
def test_everything_at_its_longest_stays_on_one_page(language):
    contest = build_certified(language=language)
    Certificate.objects.update(second_language="ru")
    campaign, category = contest.campaign, contest.jury.category
    texts = {"kk": "Ұзын сөйлем ", "ru": "Длинная строка ", "ar": "جملة طويلة "}
    for code, text in texts.items():
        setattr(campaign, f"title_{code}", (text * 20)[:120])
        setattr(category, f"title_{code}", (text * 20)[:120])
    campaign.save()
    category.save()
    AnnouncementPlan.objects.create(
        campaign=campaign,
        signatory_ru=("Имя Фамилия " * 20)[:120],
        signatory_role_ru=("Должность и звание " * 20)[:200],
    )
    for number in range(9):
        for role in Partnership.Role.values:
            partner = build_partner(name=f"{number} " + "Ұлттық кітапхана " * 11)
            build_partnership(campaign, partner=partner, role=role)
    contest.entry.joint_creators.set(build_creator(handle=f"{'w' * 70}{n}") for n in range(5))
    give_name(contest, "Мұхаммедғали " * 9)

    pdf = pdf_of(contest)

    assert grouped(contest.certificate().code) in text_of(pdf)


@pytest.mark.parametrize(
    ("name", "printed"),
    [("Aida ✨❤️", "Aida"), ("𝓐𝓲𝓭𝓪", "Aida"), ("A\u202eida\u2066", "Aida")],
)
def test_what_has_no_letters_is_left_out_of_the_name(name, printed):
    contest = build_certified()
    give_name(contest, name)

    assert f"{printed} @{contest.entry.creator.handle}" in text_of(pdf_of(contest))


@pytest.mark.parametrize("name", ["漢字 Smith", "გიორგი", "สมชาย", "✨", ""])
def test_name_that_cannot_be_printed_leaves_the_account(name):
    contest = build_certified()
    give_name(contest, name)

    text = text_of(pdf_of(contest))

    assert text.count(f"@{contest.entry.creator.handle}") == 1
    assert "Smith" not in text


def test_account_that_cannot_be_printed_becomes_the_number_of_the_evidence():
    contest = build_certified()
    creator = contest.entry.creator
    creator.handle = "გიორგი"
    creator.save()

    assert str(creator.pk) in text_of(pdf_of(contest))


def test_name_belongs_to_the_joint_winner_who_gave_it():
    dias = build_person("dias", preferred_language="ru")
    joint = build_creator(user=dias)
    contest = build_certified(joint=[joint])
    give_name(contest, "Dias Omarov", by=dias)

    own = text_of(pdf_of(contest, creator=joint))
    other = text_of(pdf_of(contest))

    assert "Dias Omarov" in own
    assert "Dias Omarov" not in other
    assert f"@{joint.handle}" in other
    assert f"@{contest.entry.creator.handle}" in own


def logo(colour: str) -> ContentFile[bytes]:
    out = BytesIO()
    Image.new("RGBA", (300, 200), colour).save(out, "WEBP")
    return ContentFile(out.getvalue(), name=f"{colour}.webp")


@pytest.fixture
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("_media")
def test_logos_stand_with_their_names_and_missing_ones_as_names():
    contest = build_certified()
    for name, role, with_logo in (
        ("Ministry of Culture", Partnership.Role.ORGANISER, "red"),
        ("National Library", Partnership.Role.ORGANISER, ""),
        ("Books and more", Partnership.Role.SUPPORTER, "blue"),
        ("A newspaper", Partnership.Role.MEDIA, "green"),
    ):
        partner = build_partner(name=name)
        if with_logo:
            partner.logo.save(f"{with_logo}.webp", logo(with_logo))
        build_partnership(contest.campaign, partner=partner, role=role)

    pdf = pdf_of(contest)

    told = [str(one["/Alt"]) for one in elements(root_of(pdf)["/StructTreeRoot"]) if "/Alt" in one]
    assert told[0] == "Ministry of Culture"
    assert "Books and more" in told
    assert "A newspaper" not in told
    text = text_of(pdf)
    assert "National Library" in text
    assert "Meloman" in text  # the prize's sponsor
    assert len(PdfReader(BytesIO(pdf)).pages[0].images) == 2


@pytest.mark.usefixtures("_media")
@pytest.mark.parametrize("broken", ["gone", "junk", "truncated"])
def test_broken_logo_keeps_nobody_from_the_certificate(broken, tmp_path):
    contest = build_certified()
    partner = build_partner(name="Ministry of Culture")
    partner.logo.save("red.webp", logo("red"))
    build_partnership(contest.campaign, partner=partner, role=Partnership.Role.ORGANISER)
    file = tmp_path / partner.logo.name
    if broken == "gone":
        file.unlink()
    else:
        file.write_bytes(b"junk" if broken == "junk" else file.read_bytes()[:40])

    assert "Ministry of Culture" in text_of(pdf_of(contest))


@pytest.mark.usefixtures("_media")
def test_picture_is_made_small_and_follows_the_file(tmp_path):
    partner = build_partner(name="A")
    partner.logo.save("red.webp", logo("red"))
    name = partner.logo.name
    first = small_picture(name, longest_side=90)
    assert first is not None
    assert Image.open(BytesIO(first)).size == (90, 60)

    (tmp_path / name).write_bytes(logo("blue").read())
    os.utime(tmp_path / name, (2_000_000_000, 2_000_000_000))

    assert small_picture(name, longest_side=90) != first


def test_certificate_of_a_corrected_award_is_not_set():
    contest = build_certified()
    certificate = contest.certificate()
    second = contest.correct(without=contest.jury)

    assert certificate_pdf(certificate, at=second.announced_at) is None
    assert certificate_pdf(certificate, at=second.announced_at - timedelta(seconds=1)) is not None


def test_certificate_names_the_evidence_of_the_newest_announcement():
    contest = build_certified()
    second = contest.correct(without=contest.views)

    text = text_of(pdf_of(contest))

    assert second.evidence.sha256 in text
    assert contest.announcement.evidence.sha256 not in text


def test_code_picture_has_the_squares_of_the_address(tmp_path, monkeypatch):
    """Set alone on a page, every square of it is as segno says."""
    address = "https://sahna.example/verify/AB3EFGH4JKMN"
    squares = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    side = 10 * len(squares)
    templates = {
        "one": b'#import "shared.typ": *\n#set page(width: data.width*1pt, height: data.height*1pt,'
        b' margin: 0pt)\n#image("code.svg", width: 100%)'
    }
    monkeypatch.setattr(typesetting, "_templates", lambda: shared() | templates)

    drawn = as_png("one", {}, width=side, height=side, pictures={"code.svg": code_picture(address)})

    picture = Image.open(BytesIO(drawn)).convert("L")
    assert picture.size == (side, side)
    read = [
        [int(picture.getpixel((10 * x + 5, 10 * y + 5)) < 128) for x in range(len(squares))]
        for y in range(len(squares))
    ]
    assert read == [[int(one) for one in row] for row in squares]


SHARED = typesetting.TEMPLATES / "shared.typ"


def shared() -> dict[str, bytes]:
    return {"shared": SHARED.read_bytes()}


@pytest.mark.parametrize("template", ["nothing", "../certificate", "certificate.typ", ""])
def test_only_our_templates_are_set(template, at):
    with pytest.raises(TypesettingError, match="no template"):
        as_pdf(template, {}, at=at)


@pytest.mark.parametrize("name", ["../logo.png", "shared.typ", "/etc/passwd", "Logo.PNG"])
def test_pictures_cannot_be_put_elsewhere(name, at):
    with pytest.raises(TypesettingError, match="named like"):
        as_pdf("certificate", {}, at=at, pictures={name: b""})


def test_failure_says_which_template_and_why(at):
    with pytest.raises(TypesettingError, match=r"certificate\.typ: .*key"):
        as_pdf("certificate", {"name": "A"}, at=at)


@pytest.fixture
def at():
    return utc(2026, 11, 22)


def test_letter_without_a_glyph_is_refused_by_a_page(at, monkeypatch):
    templates = {
        "one": b'#import "shared.typ": *\n#set document(title: "A")\n'
        b"#set text(font: fonts)\n#data.text"
    }
    monkeypatch.setattr(typesetting, "_templates", lambda: shared() | templates)

    assert as_pdf("one", {"text": "Ә"}, at=at).startswith(b"%PDF")
    with pytest.raises(TypesettingError, match="漢"):
        as_pdf("one", {"text": "漢"}, at=at)
