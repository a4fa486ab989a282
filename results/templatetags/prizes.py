"""Prizes in words, in templates."""

from django import template

from results.wording import prize_in_words, value_in_words

register = template.Library()
register.filter("in_words", prize_in_words)
register.filter("value_in_words", value_in_words)
