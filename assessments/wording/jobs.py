"""What a job is doing and why it failed."""

from django.utils.translation import gettext as _

from assessments.models import Job


def phase_text(job: Job) -> str:
    if job.state == Job.State.QUEUED:
        return _("Waiting for its turn")
    return {
        "": _("Starting"),
        "context": _("Collecting the results"),
        "checking": _("Checking that every character can be printed"),
        "rendering": _("Laying out the pages"),
        "storing": _("Storing the file"),
        "reading": _("Checking the rows"),
        "storing_figures": _("Writing the figures"),
        "collecting": _("Collecting everything that is held"),
    }.get(job.phase, job.phase)


def error_text(job: Job) -> str:
    """Why the job failed, and what to do."""
    error = job.error or {"code": "gave_up", "params": {"attempts": job.attempt}}
    patterns = {
        "gave_up": _(
            "The report could not be made in %(attempts)s attempts. Please ask for it again later."
        ),
        "missing_glyph": _(
            "No font has the character “%(character)s” (%(code)s), which stands in: %(where)s. "
            "Write it another way, then ask for the report again."
        ),
        "render_warning": _("The report would have been incomplete: %(message)s"),
        "not_allowed": _("Your right to this report was withdrawn."),
    }
    if job.kind == Job.Kind.IMPORT:
        patterns = {
            "gave_up": _(
                "The file could not be imported in %(attempts)s attempts; nothing was written. "
                "Please try again later."
            ),
            "not_allowed": _("Your right to write releases was withdrawn; nothing was written."),
            "file_gone": _("The file is not here any more. Please upload it again."),
            "release_key_taken": _(
                "Meanwhile there is a release “%(key)s”; nothing was written. Choose another key."
            ),
        }
    if job.kind == Job.Kind.EXPORT:
        patterns = {
            "gave_up": _(
                "The export could not be made in %(attempts)s attempts. "
                "Please ask for it again later."
            ),
            "not_allowed": _("Your right to this export was withdrawn."),
        }
    pattern = patterns.get(error["code"])
    return pattern % error["params"] if pattern else str(error["code"])
