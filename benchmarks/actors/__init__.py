"""What the actor tables know and how fast they answer; see __main__.py."""
