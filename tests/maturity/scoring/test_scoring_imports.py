import subprocess
import sys


def test_scoring_loads_neither_framework_nor_schema():
    program = (
        "import sys, maturity.scoring\n"
        "loaded = {name.split('.')[0] for name in sys.modules}\n"
        "heavy = {'django', 'rest_framework', 'celery', 'pydantic', 'yaml', 'weasyprint'}\n"
        "print(sorted(loaded & heavy))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "[]\n"
