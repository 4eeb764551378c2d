"""What WeasyPrint 70 does without need: it copies the whole file of every font of a report, 20 to
27 MB each, looks at four bytes and puts the part that is used in its place.

Four fonts make 140 MB at the most expensive moment of a worker. Here a file is copied when somebody
asks for it, which nobody does as long as libharfbuzz-subset is installed. The bytes of the PDF are
the same. Imported by `reports.pdf` only.
"""

from typing import Any

import weasyprint.pdf.fonts
import weasyprint.pdf.stream

_read = weasyprint.pdf.fonts.get_hb_object_data


def install_lean_fonts() -> None:
    """Make every PDF that is written from now on leave the files of its fonts where they are."""
    weasyprint.pdf.stream.Font = _Font


class _Font(weasyprint.pdf.fonts.Font):  # type: ignore[misc]  # WeasyPrint ships no types
    def __init__(self, *arguments: Any) -> None:
        self._content: bytes | None = None
        weasyprint.pdf.fonts.get_hb_object_data = lambda _: None
        try:
            super().__init__(*arguments)
        finally:
            weasyprint.pdf.fonts.get_hb_object_data = _read

    @property
    def file_content(self) -> bytes:
        """The whole font, or what is left of it once the unused part was taken out."""
        if self._content is None:
            self._content = _read(self.hb_face)
        return self._content

    @file_content.setter
    def file_content(self, content: bytes | None) -> None:
        self._content = content
