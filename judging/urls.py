"""Addresses of this room."""

from django.urls import path

from judging import views

app_name = "judging"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("round/<int:round_id>/", views.round_list, name="round"),
    path("<int:assignment_id>/", views.review, name="review"),
    path("<int:assignment_id>/recuse/", views.recuse_from, name="recuse"),
]
