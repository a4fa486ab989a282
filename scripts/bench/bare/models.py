"""Our tables, with only what a plain page of entries reads of them."""

from django.db import models


class Creator(models.Model):
    handle = models.CharField(max_length=80)

    class Meta:
        managed = False
        db_table = "entries_creator"

    def __str__(self) -> str:
        return self.handle


class Entry(models.Model):
    creator = models.ForeignKey(Creator, on_delete=models.DO_NOTHING)
    campaign_id = models.BigIntegerField()
    platform = models.CharField(max_length=10)
    status = models.CharField(max_length=15)
    url = models.URLField()
    cover = models.CharField(max_length=100)
    caption = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "entries_entry"

    def __str__(self) -> str:
        return self.url
