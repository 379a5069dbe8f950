"""The user model, our own from the first migration so that it can grow without a rebuild."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in."""
