"""What the periodic tick remembers."""

from django.db import models


class PeriodicRun(models.Model):
    """When a periodic job was last started: several ticks may run, one of them does the job."""

    name = models.CharField(max_length=100, unique=True)
    started_at = models.DateTimeField()

    class Meta:
        default_permissions = ()  # nobody edits it, so no role is asked about it

    def __str__(self) -> str:
        return self.name
