"""What every stored thing that can stand in a URL has in common."""

import uuid

from django.db import models


class Identified(models.Model):
    """Random primary key: an address tells nothing about how many others there are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
