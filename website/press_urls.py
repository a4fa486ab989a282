"""Addresses of the pages for the press: /kk/kitaptok/press/."""

from django.urls import path

from website import press_files, press_views

urlpatterns = [
    path("<slug:slug>/press/", press_views.press, name="press"),
    path("<slug:slug>/press/quotes.txt", press_files.quotes, name="press_quotes"),
    path("<slug:slug>/press/figures.csv", press_files.figures_csv, name="press_figures_csv"),
    path("<slug:slug>/press/figures.xlsx", press_files.figures_xlsx, name="press_figures_xlsx"),
    path("<slug:slug>/press/pictures.zip", press_files.pictures, name="press_pictures"),
    path("<slug:slug>/press/<int:release_id>/", press_views.release, name="press_release"),
    path("<slug:slug>/press/<int:release_id>/preview/", press_views.preview, name="press_preview"),
    path(
        "<slug:slug>/press/<int:release_id>.txt",
        press_files.release_text,
        name="press_release_text",
    ),
    path(
        "<slug:slug>/press/<int:release_id>.docx",
        press_files.release_docx,
        name="press_release_docx",
    ),
]
