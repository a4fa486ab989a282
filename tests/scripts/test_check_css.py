import pytest

from scripts.check_css import ROOT, faults_of, report, style_sheets, templates


def faults(tmp_path, name: str, text: str) -> list[tuple[int, str]]:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return list(faults_of(path))


@pytest.mark.parametrize(
    "line",
    [
        "margin-left: 1rem;",
        "padding-right:0;",
        "left: 0;",
        "right:auto",
        "text-align: left;",
        "float:right;",
        "clear: left;",
        "border-left: 1px solid;",
        "border-right-color: red;",
        "border-top-left-radius: 4px;",
        "scroll-margin-left: 1rem;",
    ],
)
def test_physical_property_is_refused(tmp_path, line):
    assert [number for number, _ in faults(tmp_path, "a.css", f".a {{\n  {line}\n}}\n")] == [2]


@pytest.mark.parametrize(
    "line",
    [
        "margin-inline-start: 1rem;",
        "inset-inline-end: 0;",
        "text-align: start;",
        "border-start-start-radius: 4px;",
        "background-position: left top;",
        "--left: 1rem;",
        ".left::before {}",
        "/* left: 0 is what it was */",
        "left: 0; /* physical: the map does not turn round */",
    ],
)
def test_logical_property_comment_and_reason_are_fine(tmp_path, line):
    assert faults(tmp_path, "a.css", line) == []


def test_template_with_physical_class_or_property_is_refused(tmp_path):
    text = '<p class="flex ml-2">\n<p class="ms-2 text-left">\n<p class="flex">'
    assert [number for number, _ in faults(tmp_path, "templates/desk/a.html", text)] == [1, 2]


@pytest.mark.parametrize(
    "markup",
    ['<p style="color:red">', "<style>p{}</style>", "<script>f()</script>", '<a onclick="f()">'],
)
def test_inline_code_is_refused_on_pages_with_the_strict_policy(tmp_path, markup):
    assert len(faults(tmp_path, "templates/website/a.html", markup)) == 1
    assert faults(tmp_path, "templates/admin/a.html", markup) == []


def test_script_with_an_address_is_fine(tmp_path):
    markup = '<script src="/static/x.js" defer></script> <button type="submit">one = "1"</button>'
    assert faults(tmp_path, "templates/website/a.html", markup) == []


def test_report_names_file_and_line(tmp_path, capsys):
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "site.css").write_text("a {\n  left: 0;\n}\n")
    assert report(style_sheets(tmp_path), root=tmp_path) == 1
    assert capsys.readouterr().out.startswith("static/css/site.css:2: left: is physical")


def test_this_project_has_style_sheets_and_templates_to_check():
    assert list(style_sheets(ROOT))
    assert list(templates(ROOT))
