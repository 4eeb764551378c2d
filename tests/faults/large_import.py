"""Asking for a large import, inside the Django of the site under test."""

import dataclasses
import io

from assessments.models import Release, User
from assessments.services.imports import TableFile, Wanted, receive_table, request_import
from maturity.benchmarks.exporting import write_csv


def ask_for_import(key: str, count: int) -> None:
    """The national figures over and over, each with a key of its own."""
    national = Release.objects.get(key="caii-2022-11")
    figures = [row.content for row in national.figures.all()]
    invented = (
        dataclasses.replace(figures[n % len(figures)], key=f"figure-{n}") for n in range(count)
    )
    text = io.StringIO(newline="")
    write_csv(invented, text)
    editor = User.objects.get(email="benchmarks@demo.example")
    received = receive_table(
        by=editor,
        file=TableFile("large.csv", [text.getvalue().encode()]),
        wanted=Wanted(key=key, supersedes=national),
        dry_run=False,
    )
    request_import(by=editor, release_import=received, dry_run=False)
