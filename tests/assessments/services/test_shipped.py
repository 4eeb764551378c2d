"""What ships with the software arrives in the database once and unchanged."""

from pathlib import Path

import pytest

from assessments.models import Edition, Figure, Release, User
from assessments.queries.releases import figures_of, latest_release
from assessments.services.refusals import Rejected
from assessments.services.shipped import load_shipped
from maturity.benchmarks.release import read_release, shipped_release_paths


@pytest.mark.storage
def test_loading_twice_changes_nothing(shipped: None) -> None:
    again = load_shipped()
    assert (again.editions, again.tables, again.releases) == ([], [], [])
    assert Edition.objects.count() == 4
    assert Figure.objects.count() == 263 + 35


@pytest.mark.parametrize("path", shipped_release_paths(), ids=lambda path: path.stem)
def test_stored_figures_equal_the_file(shipped: None, path: Path) -> None:
    data = read_release(path)
    release = Release.objects.get(key=data.key)
    assert figures_of(release) == list(data.figures)
    assert (release.state, release.shipped, release.hash) == ("published", True, data.hash)


def test_national_data_and_results_of_a_questionnaire_are_asked_for_apart(shipped: None) -> None:
    national, results = latest_release(), latest_release(instrument="dx", edition="2019")
    assert national is not None
    assert results is not None
    assert (national.key, results.key) == ("caii-2022-11", "dx-2019-2024")
    assert latest_release(instrument="dx", edition="2026") is None
    assert latest_release(instrument="siri", edition="2020") is None


def test_changed_content_under_the_same_name_is_refused(shipped: None) -> None:
    Edition.objects.update(hash="sha256:" + "0" * 64)
    with pytest.raises(Rejected) as refused:
        load_shipped()
    assert [fault.code for fault in refused.value.faults] == ["shipped_content_changed"]


def test_draft_of_a_person_under_the_key_of_a_shipped_release_is_named(
    nothing_shipped: None, edith: User
) -> None:
    """The software cannot be updated over it, and nobody's work is lost for that."""
    Release.objects.create(key="dx-2019-2024", author=edith, hash="")
    with pytest.raises(Rejected) as refused:
        load_shipped()
    [fault] = refused.value.faults
    assert (fault.path, fault.code) == ("dx-2019-2024", "shipped_key_taken")
    assert fault.params == {"state": "Draft", "author": edith.email}
    assert not Edition.objects.exists()
    Release.objects.update(key="dx-of-my-own")
    assert load_shipped().releases == ["caii-2022-11", "dx-2019-2024"]


def test_withdrawn_release_is_not_the_latest(shipped: None) -> None:
    Release.objects.update(state=Release.State.WITHDRAWN)
    assert latest_release() is None
