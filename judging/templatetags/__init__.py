"""What templates ask this room."""
