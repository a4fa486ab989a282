"""How far judges are, as conditions on what hangs below a round or a judge."""

from django.db.models import Q

from entries.models import Entry

# The same as Assignment.objects.expected().
EXPECTED = Q(
    assignments__recused_at__isnull=True,
    assignments__released_at__isnull=True,
    assignments__judge__work_counts=True,
    assignments__entry__status=Entry.Status.ACCEPTED,
)
FINISHED = Q(assignments__finished_at__isnull=False)
