"""The admin's pages of judges on a telephone: nothing runs out of it, no word is changed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from tests.builders import build_judge, build_partner
from tests.judging.conftest import build_jury
from tests.judging.phones import OVERFLOW, Phone, a_judge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Қазақстан Республикасының және оның барлық облыстары мен қалаларының мәдениет министрлігі"


@pytest.mark.parametrize("language", ["ar", "kk"])
def test_long_name_of_an_organisation_fits_a_telephone(browser, live_server, language: str):
    jury = build_jury(user=a_judge())
    judge = build_judge(
        jury.campaign, a_judge("other"), organisation=build_partner(name=LONG, name_kk=LONG)
    )
    staff = User.objects.create_superuser("staff@example.org", name="Staff")
    pages = {
        "judge": reverse("admin:judging_judge_change", args=[judge.pk]),
        "judges": reverse("admin:judging_judge_changelist"),
        "entry": reverse("admin:entries_entry_change", args=[jury.entry.pk]),
    }
    with Phone(browser, live_server, user=staff, language=language) as phone:
        over = {}
        for name, path in pages.items():
            answer = phone.page.goto(path, wait_until="networkidle")
            assert answer is not None
            assert answer.ok
            over[name] = phone.page.evaluate(OVERFLOW)
            if name == "judges":
                case = "getComputedStyle(document.querySelector('#result_list td'), '::before')"
                assert phone.page.evaluate(f"{case}.textTransform") == "none"
    assert over == {"judge": 0, "judges": 0, "entry": 0}
