"""How long a report takes beside what it cannot do without, and what a worker keeps of it.

`python -m tests.performance.reports`, from the project's folder: a Chinese `siri` report of the
demonstration, medians of seven and ratios, all from one run. `… reports workers` compares one
worker with two, `… reports memory` watches one worker's child through a hundred reports. Nothing
here fails a test.
"""

import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import bootstrap
from tests.processes import Site, prepared_site

ROUNDS = 7
WORKED = 16  # reports for the comparison of workers
WATCHED = 100  # reports for the curve of memory
LANGUAGE = "zh-hans"


def find_plant() -> object:
    """The complete `siri` assessment of the demonstration."""
    from assessments.models import Assessment  # noqa: PLC0415 - inside the site's process only

    complete = Assessment.objects.filter(edition__key="siri", state="submitted")
    return complete.filter(submitted_by__email="owner@demo.example").latest("submitted_at")


def ask_for_reports(count: int, *, first: int = 0) -> None:
    """As many different requests, which differ by a number in the preface."""
    from assessments.reports.options import ReportOptions  # noqa: PLC0415
    from assessments.services.reports import request_report  # noqa: PLC0415

    plant = find_plant()
    for number in range(first, first + count):
        request_report(
            by=plant.submitted_by,  # type: ignore[attr-defined]
            assessments=[plant],  # type: ignore[list-item]
            language=LANGUAGE,
            options=ReportOptions(preface=f"第 {number} 份"),
        )


# --- one process: our job, bare WeasyPrint, Chromium


def measure_renderers(folder: Path) -> None:
    """Print the table of renderers and phases; runs inside the Django of a site."""
    import weasyprint  # noqa: PLC0415

    from assessments import queue  # noqa: PLC0415
    from assessments.models import Report  # noqa: PLC0415
    from assessments.reports import pdf  # noqa: PLC0415
    from assessments.reports.build import build_report  # noqa: PLC0415
    from assessments.reports.context import freeze_context  # noqa: PLC0415
    from assessments.reports.glyphs import check_characters  # noqa: PLC0415
    from assessments.reports.pages import report_html  # noqa: PLC0415

    numbers = itertools.count()

    def one_job() -> None:
        ask_for_reports(1, first=next(numbers))
        assert queue.work_one({"report": build_report})

    one_job()  # warm: imports, fonts, templates
    report = Report.objects.select_related("release", "enterprise").get()
    html = report_html(report.context or {})
    options = {"pdf_variant": pdf.ACCESSIBLE}

    def source() -> weasyprint.HTML:
        return weasyprint.HTML(string=html, base_url=pdf.ADDRESS, url_fetcher=pdf._Assets())

    def bare() -> None:
        source().write_pdf(**options)

    page = write_for_browsers(html, folder)
    with printing_browser() as browser:
        print_page = print_with(browser, page, folder)
        print_page()
        found = interleave(
            {
                "whole job": one_job,
                "bare WeasyPrint, PDF/UA": bare,
                "bare WeasyPrint, untagged": lambda: source().write_pdf(),
                "Chromium, already running": print_page,
                "Chromium, its start included": lambda: start_and_print(page, folder),
            }
        )
    whole = found["whole job"]
    print(
        f"\n{report.pages} pages, {(report.size or 0) / 1e6:.2f} MB, {len(html) / 1e6:.2f} MB HTML"
    )
    print("\n| What | Median of 7 | Our job against it |\n|---|---|---|")
    for name, seconds in found.items():
        print(f"| {name} | {seconds:.2f} s | {whole / seconds:.2f} |")

    document = source().render(**options)
    phases = interleave(
        {
            "freeze the context": lambda: freeze_context(report),
            "check the characters": lambda: check_characters(report.context or {}),
            "context to HTML": lambda: report_html(report.context or {}),
            "parse, cascade, layout": lambda: source().render(**options),
            "draw and write": lambda: document.write_pdf(**options),
        }
    )
    print("\n| Phase | Median of 7 | Share |\n|---|---|---|")
    for name, seconds in phases.items():
        print(f"| {name} | {seconds:.2f} s | {seconds / whole:.0%} |")
    measure_lengths(report.context or {})


def measure_lengths(context: dict[str, object]) -> None:
    """Print how time grows with pages, from rendering alone."""
    from assessments.reports.options import SECTIONS  # noqa: PLC0415
    from assessments.reports.pages import report_html  # noqa: PLC0415
    from assessments.reports.pdf import render_pdf  # noqa: PLC0415

    (part,) = context["parts"]  # type: ignore[misc]
    none = {"left_out": list(SECTIONS)}
    without_national = {"left_out": ["national", "dimensions"]}
    long = {"parts": [part | {"blocks": part["blocks"] * 10}]}
    print("\n| Pages | Median of 3 | A page |\n|---|---|---|")
    for changed in ({"options": none}, {"options": without_national}, long):
        html = report_html(context | changed)
        pages, seconds = 0, []
        for _ in range(3):
            start = time.perf_counter()
            pages = render_pdf(html).pages
            seconds.append(time.perf_counter() - start)
        median = statistics.median(seconds)
        print(f"| {pages} | {median:.2f} s | {median / pages * 1000:.0f} ms |")


def interleave(what: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median of each; in turns, so that a busy moment meets all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in what}
    for _ in range(ROUNDS):
        for name, do in what.items():
            start = time.perf_counter()
            do()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(each) for name, each in seconds.items()}


def write_for_browsers(html: str, folder: Path) -> Path:
    """The same HTML with its style sheet and small drawings as files beside it."""
    from assessments.reports.assets import asset  # noqa: PLC0415

    numbers = ["none", *range(6)]
    drawings = [f"level/{now}-{aim}.svg" for now, aim in itertools.product(numbers, numbers)]
    for name in ("report.css", "rule.svg", *drawings):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(asset(name)[0])
    page = folder / "report.html"
    page.write_text(html, "utf-8")
    return page


def printing_browser():  # type: ignore[no-untyped-def]
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    return sync_playwright()


def print_with(playwright, page: Path, folder: Path) -> Callable[[], None]:  # type: ignore[no-untyped-def]
    """A function that loads the page anew in a running Chromium and prints it, tagged as ours."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])

    def print_page() -> None:
        tab = browser.new_page()
        tab.goto(page.as_uri())
        tab.pdf(path=folder / "chromium.pdf", prefer_css_page_size=True, tagged=True)
        tab.close()

    return print_page


def start_and_print(page: Path, folder: Path) -> None:
    subprocess.run(
        [
            *("/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu"),
            *(f"--user-data-dir={folder}/profile", "--no-pdf-header-footer"),
            *(f"--print-to-pdf={folder}/started.pdf", page.as_uri()),
        ],
        check=True,
        capture_output=True,
    )


# --- worker processes


def start_worker(site: Site, number: int, *, tasks: int = 1_000) -> bootstrap.Process:
    """A worker without a beat and with one child, as many of them may run beside each other."""
    command = bootstrap.tool(
        "celery -A maturity.celery worker --loglevel WARNING --pool prefork --concurrency 1"
        f" --without-gossip --without-mingle --without-heartbeat --hostname worker{number}@local"
        f" --max-tasks-per-child {tasks}"
    )
    return bootstrap.start_process(
        command, environment=site.environment, stdout=site.log, stderr=subprocess.STDOUT
    )


def wait_for(site: Site, done: int) -> None:
    query = "SELECT count(*) AS n FROM assessments_job WHERE kind = 'report' AND state = 'done'"
    while site.rows(query)[0]["n"] < done:
        time.sleep(0.2)


def measure_workers(count: int) -> float:
    """Seconds from the first start of a report to the end of the last, in a site of its own.

    A first report for each worker is made before, so that nobody's imports are counted.
    """
    with prepared_site(demo=True) as site:
        module = "from tests.performance.reports import ask_for_reports as ask"
        workers = []
        try:
            site.manage("shell -c", f"{module}; ask({count})")
            workers = [start_worker(site, number) for number in range(count)]
            wait_for(site, count)
            site.manage("shell -c", f"{module}; ask({WORKED + count})")
            wait_for(site, WORKED + count)
            rows = site.rows(
                "SELECT julianday(started_at) AS start, julianday(finished_at) AS done"
                " FROM assessments_job WHERE kind = 'report' ORDER BY created_at"
            )[count:]
            return 86_400 * (max(row["done"] for row in rows) - min(row["start"] for row in rows))
        finally:
            bootstrap.stop_processes(workers)


def compare_workers() -> None:
    one, two = measure_workers(1), measure_workers(2)
    print(f"\n| Workers | {WORKED} reports | A minute |\n|---|---|---|")
    for number, seconds in ((1, one), (2, two)):
        print(f"| {number} | {seconds:.1f} s | {WORKED / seconds * 60:.1f} |")
    print(f"\nTwo workers: {one / two:.2f} times as many.")


def watch_memory() -> None:
    """Print what the child of one worker holds after so many reports, and its peak."""
    with prepared_site(demo=True) as site:
        ask = "from tests.performance.reports import ask_for_reports as ask"
        site.manage("shell -c", f"{ask}; ask({WATCHED})")
        worker = start_worker(site, 0)
        try:
            print("| Reports | Held | of which private | Peak |\n|---|---|---|---|")
            for done in (1, 2, 5, 10, 20, 50, WATCHED):
                wait_for(site, done)
                time.sleep(0.3 if done == WATCHED else 0)
                (child,) = children_of(worker.pid)
                held, private, peak = (memory(child, name) for name in ("Rss", "RssAnon", "HWM"))
                print(f"| {done} | {held} MB | {private} MB | {peak} MB |", flush=True)
        finally:
            bootstrap.stop_processes([worker])


def children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory(pid: int, name: str) -> int:
    field = {"Rss": "VmRSS", "HWM": "VmHWM"}.get(name, name)
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{field}:"))


def main(what: str = "") -> None:
    if what == "workers":
        compare_workers()
    elif what == "memory":
        watch_memory()
    else:
        with prepared_site(demo=True) as site:
            script = "from pathlib import Path; from tests.performance import reports;"
            call = f"reports.measure_renderers(Path({str(site.data)!r}))"
            subprocess.run(
                bootstrap.tool("python -W ignore manage.py shell -v 0 -c", script + call),
                env=site.environment | {"LOG_LEVEL": "ERROR", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"},
                cwd=bootstrap.ROOT,
                check=True,
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
