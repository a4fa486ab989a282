"""Addresses of this room."""

from django.urls import path

from judging.views import (
    desk,
    finishing,
    flagging,
    help_page,
    low_data,
    marks,
    pairs,
    recuse,
    review,
    saving,
)

app_name = "judging"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("help/", help_page.judges_help, name="help"),
    path("low-data/", low_data.switch, name="low_data"),
    path("round/<int:round_id>/", desk.round_list, name="round"),
    path("<int:assignment_id>/", review.review, name="review"),
    path("<int:assignment_id>/recuse/", recuse.recuse_from, name="recuse"),
    path("<int:assignment_id>/save/", saving.save, name="save"),
    path("<int:assignment_id>/mark/", marks.mark, name="mark"),
    path("<int:assignment_id>/reopen/", marks.reopen, name="reopen"),
    path("<int:assignment_id>/return/", marks.take_back, name="return"),
    path("<int:assignment_id>/flag/", flagging.flag, name="flag"),
    path("round/<int:round_id>/finished/", finishing.finished, name="finished"),
    path("pairs/<int:round_id>/", pairs.pairs, name="pairs"),
    path("pairs/<int:round_id>/undo/", pairs.undo, name="pair_undo"),
    path(
        "pairs/<int:round_id>/<int:entry_id>/recuse/", pairs.recuse_from_final, name="pair_recuse"
    ),
    path("pairs/<int:round_id>/<int:entry_id>/return/", pairs.return_to_final, name="pair_return"),
]
