"""What TikTok and YouTube say about videos: one adapter per source behind one small interface."""
