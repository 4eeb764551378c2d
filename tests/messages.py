"""Mail as its readers get it: composed and sent by the jobs that are queued."""

from django.core import mail
from django.core.mail import EmailMessage

from assessments import queue
from assessments.emails import send_email
from assessments.models import Job


def sent_messages() -> list[EmailMessage]:
    """Do the e-mail jobs that are due; all messages sent in this test so far, oldest first."""
    while queue.work_one({Job.Kind.EMAIL: send_email}):
        pass
    return mail.outbox
