"""Readings from a platform's export, by the hundred thousand: read, looked at, then taken over.

What any import does is in `entries.importing`; `kind` says what is different about readings.
`rows` makes a candidate of a row, `staging` finds its video and whether it fits the history.
"""
