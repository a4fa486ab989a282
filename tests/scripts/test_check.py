import sys

from scripts.check import Step, production_like, run_all


def python(name: str, code: str) -> Step:
    return Step(name, (sys.executable, "-c", code))


def test_all_steps_run_and_the_failed_ones_say_why(capsys):
    steps = [
        python("broken", "print('what is wrong'); raise SystemExit(3)"),
        python("fine", "print('nothing to see')"),
        python("also broken", "raise SystemExit('and this')"),
    ]
    failed = run_all(steps)
    printed = capsys.readouterr().out
    assert {step.name for step in failed} == {"broken", "also broken"}
    assert sorted(line[:4] for line in printed.splitlines() if " s)" in line) == [
        "FAIL",
        "FAIL",
        "ok  ",
    ]
    assert "what is wrong" in printed
    assert "and this" in printed
    assert "nothing to see" not in printed


def test_settings_are_checked_as_on_a_server_whatever_the_developer_has_set():
    given = {"PATH": "/bin", "DEBUG": "1", "DEMO": "1", "DATABASE_URL": "postgres://elsewhere/x"}
    environment = production_like(given)
    assert environment["PATH"] == "/bin"
    assert (environment["DEBUG"], environment["DEMO"], environment["HTTPS"]) == ("0", "0", "1")
    assert environment["DATABASE_URL"] == "sqlite://:memory:"
    assert len(environment["SECRET_KEY"]) >= 50
