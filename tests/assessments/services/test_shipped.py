"""What ships with the software arrives in the database once and unchanged."""

import pytest

from assessments.models import Edition, Figure, Release
from assessments.queries.releases import figures_of, latest_release
from assessments.services.refusals import Rejected
from assessments.services.shipped import load_shipped
from maturity.benchmarks.release import read_release, shipped_release_paths


@pytest.mark.storage
def test_loading_twice_changes_nothing(shipped: None) -> None:
    again = load_shipped()
    assert (again.editions, again.tables, again.releases) == ([], [], [])
    assert Edition.objects.count() == 4
    assert Figure.objects.count() == 263


def test_stored_figures_equal_the_file(shipped: None) -> None:
    release = latest_release()
    assert release is not None
    data = read_release(shipped_release_paths()[0])
    assert figures_of(release) == list(data.figures)
    assert (release.state, release.shipped, release.hash) == ("published", True, data.hash)


def test_changed_content_under_the_same_name_is_refused(shipped: None) -> None:
    Edition.objects.update(hash="sha256:" + "0" * 64)
    with pytest.raises(Rejected) as refused:
        load_shipped()
    assert [fault.code for fault in refused.value.faults] == ["shipped_content_changed"]


def test_withdrawn_release_is_not_the_latest(shipped: None) -> None:
    Release.objects.update(state=Release.State.WITHDRAWN)
    assert latest_release() is None
