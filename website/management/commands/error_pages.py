"""`manage.py error_pages`: what the web server in front shows while the application is away."""

from typing import Any

from django.core.management.base import BaseCommand

from website.updating import write_pages


class Command(BaseCommand):
    help = "Write the page “The site is being updated” in every language for the web server."

    def handle(self, **options: Any) -> None:
        for path in write_pages():
            if options["verbosity"]:
                self.stdout.write(str(path))
