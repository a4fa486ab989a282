"""What plain-text mails need."""

from django import template

from accounts.bidi import isolated

register = template.Library()
register.filter("isolated", isolated)
