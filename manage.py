#!/usr/bin/env python
"""Django's command line for this project; `test` runs pytest."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maturity.settings")
    if sys.argv[1:2] == ["test"]:
        import pytest  # noqa: PLC0415 - only the test environment has it

        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        sys.exit(pytest.main(sys.argv[2:]))
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
