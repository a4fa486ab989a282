"""What each public page shows, put together from the rooms below; the views only render it."""
