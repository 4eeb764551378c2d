"""Asking for reports of the demonstration plant, inside the Django of the site under test."""

from assessments.models import Assessment, User
from assessments.services.assessments import start_correction, submit_assessment
from assessments.services.reports import request_report

LANGUAGES = ("en", "zh-hans", "ja")


def ask_for_reports(count: int) -> None:
    """A report is unique by what is asked, so each round of three needs a result of its own."""
    owner = User.objects.get(email="owner@demo.example")
    finished = Assessment.objects.filter(state=Assessment.State.SUBMITTED)
    plants = finished.filter(edition__key="siri", enterprise__owner__members=owner)
    assessment = plants.latest("submitted_at")
    for number in range(count):
        if number and number % len(LANGUAGES) == 0:
            assessment = start_correction(by=owner, assessment=assessment)
            submit_assessment(by=owner, assessment=assessment)
            assessment.refresh_from_db()
        language = LANGUAGES[number % len(LANGUAGES)]
        request_report(by=owner, assessments=[assessment], language=language)
