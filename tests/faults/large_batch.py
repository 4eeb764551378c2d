"""Asking for a large batch, inside the Django of the site under test."""

from assessments.models import Assessment, Edition, Enterprise, Membership, User
from assessments.services.assessments import (
    Save,
    save_answer,
    start_assessment,
    submit_assessment,
)
from assessments.services.batches import request_batch

CONSULTANT = "consultant@demo.example"


def ask_for_batch(count: int) -> None:
    """A client of its own for each report, answered like the plant of the demonstration."""
    consultant = User.objects.get(email=CONSULTANT)
    consultancy = Membership.objects.get(user=consultant).organisation
    edition = Edition.objects.get(key="siri", shipped=True)
    like = Assessment.objects.filter(
        state=Assessment.State.SUBMITTED, edition=edition, answers__section="answers"
    ).distinct()[0]
    answers = [
        (answer.item, answer.as_input(like.content))
        for answer in like.answers.filter(section="answers")
    ]
    chosen = []
    for number in range(1, count + 1):
        client = Enterprise.objects.create(
            name=f"大阪精密工業 {number}",
            economy="JP",
            sector="C25",
            size_band="10-49",
            prepared_by=consultancy,
        )
        draft = start_assessment(by=consultant, enterprise=client, edition=edition)
        for item, given in answers:
            save = Save(client_id="faults", save_id=1, based_on=0)
            save_answer(by=consultant, assessment=draft, item=item, given=given, save=save)
        submit_assessment(by=consultant, assessment=draft)
        chosen.append(Assessment.objects.get(pk=draft.pk))
    request_batch(by=consultant, assessments=chosen, language="ja")
