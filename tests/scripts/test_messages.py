import json
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest

from scripts.messages import main

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

# Translators: on the button
SEND = _("Send %(name)s")
COUNT = ngettext("%(count)d entry", "%(count)d entries", 3)
MONTH = pgettext("month", "May {year}")
"""
TEMPLATE = """{% load i18n %}
<p>
    {% translate "100% sure" %} it's
  {% blocktranslate trimmed with name=user %}
      Dear <b>{{ name }}</b>,
      hello
  {% endblocktranslate %}
    {% if a %}{{ a|default:_("nothing") }}{% endif %}
</p>
"""
RUSSIAN: dict[str, Any] = {
    "Send %(name)s": "Отправить %(name)s",
    "%(count)d entry": {
        "1": "%(count)d заявка",
        "2": "%(count)d заявки",
        "5": "%(count)d заявок",
    },
    "month\x04May {year}": "май {year}",
    "100%% sure": "Уверены на 100%%",
    "Dear <b>%(name)s</b>, hello": "Здравствуйте, <b>%(name)s</b>",
    "nothing": "ничего",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app" / "templates").mkdir(parents=True)
    (tmp_path / "app" / "words.py").write_text(PYTHON)
    (tmp_path / "app" / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text('_("not a text of the site")')
    return tmp_path


def run(project: Path, *arguments: str) -> int:
    return main(["--root", str(project), *arguments])


def catalogue(project: Path, language: str = "ru") -> Path:
    return project / "locale" / language / "LC_MESSAGES" / "django.po"


def fill(project: Path, **changes: Any) -> int:
    rows = RUSSIAN | changes
    (project / "filled.json").write_text(json.dumps(rows))
    return run(project, "import", "ru", str(project / "filled.json"))


def complaints(project: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    status = run(project, "check", "ru")
    lines = capsys.readouterr().out.splitlines()[:-1]
    assert status == (1 if lines else 0)
    return lines


def test_update_finds_the_messages_of_python_and_templates(project, capsys):
    assert run(project, "update") == 0
    run(project, "export", "ru")
    exported = json.loads(capsys.readouterr().out.split("\n", 4)[4])
    assert exported.keys() == RUSSIAN.keys()
    assert list(exported["%(count)d entry"]) == [
        "_plural",
        "1, 21, 31, 41, …",
        "2, 3, 4, 22, …",
        "0, 5, 6, 7, …",
    ]
    assert "#. on the button\n#: app/words.py\n" in catalogue(project).read_text()
    assert catalogue(project, "ar").read_text().count("msgstr[5]") == 1


def test_update_changes_nothing_the_second_time(project, capsys):
    run(project, "update")
    before = catalogue(project).read_bytes()
    capsys.readouterr()
    run(project, "update", "ru")
    assert catalogue(project).read_bytes() == before
    assert capsys.readouterr().out.startswith("ru: unchanged")


def test_filled_catalogue_passes_and_compiles(project, capsys):
    assert fill(project) == 0
    assert complaints(project, capsys) == []
    assert run(project, "compile") == 0
    with catalogue(project).with_suffix(".mo").open("rb") as file:
        russian = GNUTranslations(file)
    assert russian.ngettext("%(count)d entry", "%(count)d entries", 22) == "%(count)d заявки"
    assert russian.pgettext("month", "May {year}") == "май {year}"


def test_compile_takes_the_messages_of_the_admins_scripts_along(project):
    fill(project)
    header = catalogue(project).read_text().split("\n\n")[0]
    scripts = catalogue(project).with_name("djangojs.po")
    scripts.write_text(f'{header}\n\nmsgid "Now"\nmsgstr "Сейчас"\n')
    assert run(project, "compile") == 0
    with scripts.with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Now") == "Сейчас"


def test_check_finds_what_is_missing_and_what_is_obsolete(project, capsys):
    fill(project)
    (project / "app" / "words.py").write_text(PYTHON.replace("Send", "Give"))
    assert complaints(project, capsys) == [
        "ru: 'Give %(name)s' is missing",
        "ru: 'Send %(name)s' is obsolete",
    ]
    run(project, "update", "ru")
    assert complaints(project, capsys) == ["ru: 'Give %(name)s' is not translated"]


def test_check_finds_fuzzy_and_empty_messages(project, capsys):
    fill(project)
    path = catalogue(project)
    text = path.read_text().replace('msgstr "ничего"', 'msgstr ""')
    text = text.replace('msgctxt "month"', '#, fuzzy\nmsgctxt "month"')
    path.write_text(text.replace('msgstr[1] "%(count)d заявки"', 'msgstr[1] ""'))
    assert sorted(complaints(project, capsys)) == [
        "ru: '%(count)d entry' has no translation in plural form 1",
        "ru: 'May {year}' [month] is marked fuzzy",
        "ru: 'nothing' is not translated",
    ]


@pytest.mark.parametrize(
    ("message", "wrong", "complaint"),
    [
        ("Send %(name)s", "Отправить", "lacks the placeholders %(name)s"),
        (
            "Send %(name)s",
            "Отправить %(имя)s %(name)s",
            "has placeholders that the source has not: %(имя)s",
        ),
        ("month\x04May {year}", "май {год}", "lacks the placeholders {year}"),
        ("100%% sure", "на 100%", "cannot be formatted"),
        ("nothing", "0 %", "cannot be formatted"),
        ("Dear <b>%(name)s</b>, hello", "<b>%(name)s", "has other HTML tags than the source: </b>"),
        ("nothing", " ничего", "begins with other white space"),
    ],
)
def test_import_refuses_a_broken_translation(project, capsys, message, wrong, complaint):
    assert fill(project, **{message: wrong}) == 1
    assert complaint in capsys.readouterr().out
    assert [line.endswith("is not translated") for line in complaints(project, capsys)] == [True]


def test_only_a_form_of_a_single_number_may_leave_the_number_out(project, capsys):
    forms = RUSSIAN["%(count)d entry"]
    assert fill(project, **{"%(count)d entry": forms | {"1": "заявка"}}) == 1
    assert "lacks the placeholders %(count)d (plural form 0)" in capsys.readouterr().out

    (project / "ar.json").write_text(
        json.dumps(
            {
                "%(count)d entry": {
                    "0": "لا مشاركات",
                    "1": "مشاركة واحدة",
                    "2": "مشاركتان",
                    "3": "%(count)d مشاركات",
                    "11": "%(count)d مشاركة",
                    "100": "%(count)d مشاركة",
                }
            }
        )
    )
    assert run(project, "import", "ar", str(project / "ar.json")) == 0


def test_import_names_what_is_not_in_the_source(project, capsys):
    assert fill(project, Nonsense="Чепуха") == 1
    assert "'Nonsense' is not a message of the source" in capsys.readouterr().out


def test_kept_message_of_a_library_belongs_to_languages_that_lack_it(project, capsys):
    (project / "locale").mkdir()
    (project / "locale" / "libraries.json").write_text(
        json.dumps([{"id": "Filter your results, please", "from": "unfold"}, LOG_OUT])
    )
    run(project, "update")
    # Django's own Russian has "Log out".
    assert "Log out" not in catalogue(project).read_text()
    assert "Filter your results" in catalogue(project, "kk").read_text()

    fill(project)
    assert complaints(project, capsys) == []
    assert run(project, "check", "ru", "--libraries") == 1
    assert "'Filter your results, please' is not translated" in capsys.readouterr().out


LOG_OUT = {"id": "Log out", "from": "django"}


def test_libraries_lists_what_unfold_leaves_in_english(project, capsys):
    assert run(project, "libraries", "kk") == 0
    assert "\tunfold/" in capsys.readouterr().out
    assert run(project, "libraries", "kk", "--keep") == 0
    rows = json.loads((project / "locale" / "libraries.json").read_text())
    assert "unfold" in {row["from"] for row in rows}


def test_language_that_is_none_of_ours_is_refused(project, capsys):
    with pytest.raises(SystemExit):
        run(project, "export", "de")
    assert "invalid choice" in capsys.readouterr().err
