"""What tests of the judge's pages share."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from judging.models import Round, Score
from tests.judging.conftest import Jury


def review_url(jury: Jury) -> str:
    return reverse("judging:review", args=[jury.assignment.pk])


def typed(jury: Jury, *given: int, **more: str) -> dict[str, str]:
    """What the form sends: points for the first criteria, and comments."""
    points = {f"points_{pk}": str(value) for pk, value in jury.points(*given).items()}
    return {"comment_for_staff": "", "comment_for_creator": "", "then": "save", **points, **more}


def stored() -> dict[int, int]:
    return dict(Score.objects.values_list("criterion_id", "points"))


def move(jury: Jury, **shifts: timedelta) -> None:
    Round.objects.filter(pk=jury.round.pk).update(
        **{name: timezone.now() + shift for name, shift in shifts.items()}
    )


def url_of(page: str, jury: Jury) -> str:
    args = {"desk": [], "round": [jury.round.pk]}.get(page, [jury.assignment.pk])
    return reverse(f"judging:{page}", args=args)
