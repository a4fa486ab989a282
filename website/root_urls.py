"""The address without a language."""

from django.urls import path

from website import views

urlpatterns = [path("", views.root, name="root")]
