"""What an administrator does about jobs: let a failed one begin anew, take a waiting one away."""

from django.db import transaction

from assessments import queue
from assessments.models import Event, Job, User
from assessments.queries.all_jobs import cancellable, retriable
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault


@transaction.atomic
def retry_job(*, by: User, job: Job) -> None:
    """Put a failed job back into the queue, as if it had never been tried.

    Raises Rejected: `job_not_failed`, or `job_without_object` when what it was for has another job
    by now, is gone or is being erased.
    """
    this = Job.objects.filter(pk=job.pk)
    if this.filter(state=Job.State.FAILED).exists() and not retriable(this).exists():
        raise Rejected([Fault("job", "job_without_object")])
    if not queue.put_back(this):
        raise Rejected([Fault("job", "job_not_failed")])
    record_event(kind=Event.Kind.JOB_RETRIED, by=by, about=job)


@transaction.atomic
def cancel_job(*, by: User, job: Job) -> None:
    """Take a job that nobody has begun out of the queue for good.

    Raises Rejected: `erasure_promised`, or `job_not_waiting`.
    """
    if job.kind == Job.Kind.ERASURE:
        raise Rejected([Fault("job", "erasure_promised")])
    if not queue.cancel(cancellable(Job.objects.filter(pk=job.pk))):
        raise Rejected([Fault("job", "job_not_waiting")])
    record_event(kind=Event.Kind.JOB_CANCELLED, by=by, about=job)
