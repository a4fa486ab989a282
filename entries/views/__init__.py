"""Pages of creators: entering a video, and what has become of it."""
