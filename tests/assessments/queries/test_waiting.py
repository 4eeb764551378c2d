"""What waits for a person on the start page."""

from assessments.models import Organisation, User
from assessments.queries.waiting import waiting_for
from assessments.services.memberships import ask_to_join


def test_request_waits_however_the_address_was_typed(
    alice: User, charlie: User, client_organisation: Organisation
) -> None:
    ask_to_join(by=charlie, email="Alice@example.org")
    assert [waiting.kind for waiting in waiting_for(alice)] == ["join_request"]
