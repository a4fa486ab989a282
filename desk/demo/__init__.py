"""The demo: real campaigns with invented entries, loaded by `manage.py demo`."""
