"""Whether an entry's page has comments of judges to lead to."""

from django import template
from django.utils import timezone

from entries.models import Entry
from judging.feedback import feedback_for

register = template.Library()


@register.simple_tag
def has_feedback(entry: Entry) -> bool:
    """Whether the creator of an entry has comments of judges to read now."""
    return bool(feedback_for(entry, at=timezone.now()))
