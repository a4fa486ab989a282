"""Addresses without a language."""

from django.urls import path

from website import pictures, views

urlpatterns = [
    path("", views.root, name="root"),
    path("covers/<int:width>/<path:name>", pictures.sized_picture, name="sized_picture"),
]
