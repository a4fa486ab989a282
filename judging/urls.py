"""Addresses of this room."""

from django.urls import path

from judging.views import desk, recuse, review, saving

app_name = "judging"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("round/<int:round_id>/", desk.round_list, name="round"),
    path("<int:assignment_id>/", review.review, name="review"),
    path("<int:assignment_id>/recuse/", recuse.recuse_from, name="recuse"),
    path("<int:assignment_id>/save/", saving.save, name="save"),
]
