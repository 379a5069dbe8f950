"""What planners save: a scenario is a name, and what it changes of the model's assumptions."""

from __future__ import annotations

from django.db import models

FLOW = "discharge_flow"
"""The model of flow out of hospital."""


class Scenario(models.Model):
    """A saved scenario; its answer lives in the folder of its run.

    Attributes:
        name: What people call it.
        model: The model it is asked of.
        template: What it started from.
        inputs: What it is run on; empty is what was landed.
        changes: Assumption → the value it takes instead of the model's own.
        replications: How many times the period is simulated.
        seed: What the random numbers start from; scenarios compared share it.
        created: When it was first saved.
        asked: When its run was asked for; none before that and once it has ended.
        run_id: The run that answers it; empty while it never was asked.
        removed: When somebody took it off the list; it can be put back.
    """

    name = models.CharField(max_length=100)
    model = models.CharField(max_length=40, default=FLOW)
    template = models.CharField(max_length=40, blank=True)
    inputs = models.CharField(max_length=40, blank=True)
    changes = models.JSONField(default=dict)
    replications = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    created = models.DateTimeField(auto_now_add=True)
    asked = models.DateTimeField(null=True, blank=True)
    run_id = models.CharField(max_length=64, blank=True)
    removed = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created", "-pk")

    def __str__(self) -> str:
        """Its name."""
        return self.name
