"""Logos: what is drawn survives, whatever else lay in the file does not."""

import io
import re
import xml.etree.ElementTree as ET  # names the type
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from assessments.services.logos import FILE_LIMIT, LOGO_LIMIT, Logo, read_logo
from assessments.services.refusals import Rejected
from assessments.wording import fault_text
from tests.assessments.services import logos
from tests.assessments.services.logos import png, svg


def refusal(content: bytes) -> dict[str, Any]:
    """The one fault, and its words; these say what to do and have no gap."""
    with pytest.raises(Rejected) as caught:
        read_logo(content)
    (fault,) = caught.value.faults
    text = fault_text(fault)
    assert fault.path == "logo"
    assert text.endswith(".")
    assert "%(" not in text
    return {"code": fault.code, **fault.params, "text": text}


def outcome(content: bytes) -> Logo | str:
    """The logo, or the code of what is wrong with it."""
    try:
        return read_logo(content)
    except Rejected as rejected:
        (fault,) = rejected.faults
        return fault.code


def drawn(content: bytes) -> ET.Element:
    root: ET.Element = fromstring(read_logo(content).content)
    return root


# --- PNG


@pytest.mark.parametrize(
    ("mode", "fill", "kept", "pixel"),
    [
        ("RGBA", (200, 30, 30, 128), "RGBA", (200, 30, 30, 128)),
        ("RGB", (200, 30, 30), "RGB", (200, 30, 30)),
        ("LA", (90, 10), "RGBA", (90, 90, 90, 10)),
        ("L", 90, "L", 90),
        ("1", 1, "L", 255),
        ("P", 0, "RGB", (0, 0, 0)),
        ("I;16", 257 * 90, "L", 90),
    ],
)
def test_png_keeps_its_pixels(mode: str, fill: Any, kept: str, pixel: Any) -> None:
    logo = read_logo(png(30, 10, mode=mode, fill=fill))
    assert logo.type == "image/png"
    with Image.open(io.BytesIO(logo.content)) as image:
        assert (image.mode, image.size) == (kept, (30, 10))
        assert image.getpixel((5, 5)) == pixel


def test_png_with_a_transparent_colour_of_its_palette_stays_transparent() -> None:
    made = io.BytesIO()
    Image.new("P", (8, 8), 0).save(made, format="PNG", transparency=0)
    with Image.open(io.BytesIO(read_logo(made.getvalue()).content)) as image:
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_png_loses_what_was_not_drawn() -> None:
    kept = read_logo(logos.png_with_notes()).content
    assert b"script" not in kept
    assert b"Comment" not in kept
    assert b"pHYs" not in kept
    assert kept.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize("size", [(60000, 60000), (2001, 1), (1, 2001), (2**31 - 1, 2**31 - 1)])
def test_size_of_a_png_is_looked_at_before_it_is_unpacked(size: tuple[int, int]) -> None:
    found = refusal(logos.png_that_claims(*size))
    assert (found["code"], found["width"], found["height"]) == ("logo_too_many_pixels", *size)
    assert "2000" in found["text"]


def test_largest_png_is_taken() -> None:
    assert read_logo(png(2000, 2000, mode="L", fill=9)).type == "image/png"


def test_png_whose_length_lies_is_damaged() -> None:
    assert refusal(logos.png_that_claims(0, 10))["code"] == "logo_unreadable"
    assert refusal(logos.png_that_claims(10, 10))["code"] == "logo_unreadable"


@pytest.mark.parametrize("at", range(8, 327, 29))
def test_cut_png_is_damaged(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    whole = png()
    assert len(whole) > 320
    assert refusal(whole[:at])["code"] == "logo_unreadable"


@settings(max_examples=150, deadline=None)
@given(at=st.integers(8, 326), byte=st.integers(0, 255))
def test_png_with_a_wrong_byte_is_refused_or_remade(at: int, byte: int) -> None:
    content = bytearray(png())
    content[at] = byte
    found = outcome(bytes(content))
    if isinstance(found, str):
        assert found in ("logo_unreadable", "logo_too_many_pixels")
    else:
        with Image.open(io.BytesIO(found.content)) as image:
            assert image.size <= (2000, 2000)


def test_file_and_logo_may_only_be_so_large() -> None:
    assert refusal(b"\x89PNG" + bytes(FILE_LIMIT))["code"] == "file_too_large"
    found = refusal(logos.noisy_png(250))
    assert (found["code"], found["limit"]) == ("logo_too_large", 100)
    assert found["kilobytes"] > 100
    assert len(read_logo(logos.noisy_png(150)).content) <= LOGO_LIMIT


# --- what it is


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"\xff\xd8\xff\xe0 JFIF", "logo_type_other", "JPEG"),
        (b"GIF89a<svg/>", "logo_type_other", "GIF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "logo_type_other", "WebP"),
        (b"%PDF-1.7", "logo_type_other", "PDF"),
        (b"\x1f\x8b\x08 an svgz", "logo_type_other", "SVGZ"),
        (b"hello", "logo_type", ""),
        (b" \n\t", "logo_type", ""),
    ],
)
def test_kind_is_told_by_the_content(content: bytes, code: str, found: str) -> None:
    said = refusal(content)
    assert (said["code"], said["found"]) == (code, found)
    assert "PNG" in said["text"]


def test_empty_file_is_no_logo() -> None:
    assert refusal(b"")["code"] == "file_empty"


# --- SVG


def test_svg_keeps_what_it_draws() -> None:
    root = drawn(logos.SVG)
    names = [element.tag.rpartition("}")[2] for element in root.iter()]
    wanted = ["svg", "defs", "clipPath", "rect", "g", "circle", "path", "rect"]
    assert names == [*wanted, "defs", "linearGradient", "stop", "stop"]
    assert root.attrib == {"width": "240", "height": "60", "viewBox": "0 0 240 60"}
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}path").attrib == {"d": "M 15 40 L 30 12 45 40 z", "fill": "#fff"}  # type: ignore[union-attr]
    assert root.findall(f"{space}rect")[0].attrib["fill"] == "#c81e1e"


def test_turned_gradient_is_drawn_between_other_points() -> None:
    (gradient,) = drawn(logos.SVG).iter("{http://www.w3.org/2000/svg}linearGradient")
    ends = [float(gradient.attrib[name]) for name in ("x1", "y1", "x2", "y2")]
    assert ends == pytest.approx([10.201, 10.201, 49.799, 49.799], abs=0.001)
    assert "gradientTransform" not in gradient.attrib


def test_squeezed_gradient_keeps_the_direction_of_its_stripes() -> None:
    body = (
        '<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="1" y2="1"'
        ' gradientTransform="scale(4 1)"><stop offset="0"/><stop offset="1"/></linearGradient>'
        '<rect width="9" height="9" fill="url(#a)"/>'
    )
    (gradient,) = drawn(svg(body)).iter("{http://www.w3.org/2000/svg}linearGradient")
    x, y = float(gradient.attrib["x2"]), float(gradient.attrib["y2"])
    # Stripes ran along (1, -1), so along (4, -1) now; the line is at right angles to that, and
    # the stripe through its end is the one through (4, 1).
    assert 4 * x - y == pytest.approx(0, abs=1e-4)
    assert x + 4 * y == pytest.approx(4 + 4, abs=1e-4)


def test_gradients_that_build_on_each_other_become_whole() -> None:
    body = (
        '<linearGradient id="stops"><stop offset="0" stop-color="red"/></linearGradient>'
        '<radialGradient id="a" xlink:href="#stops" gradientUnits="userSpaceOnUse" cx="5" cy="5"'
        ' r="4" gradientTransform="scale(.5)"/><circle r="3" fill="url(\'#a\')"/>'
    )
    root = drawn(svg(body))
    found = [e for e in root.iter() if e.tag.endswith("Gradient")]
    assert [(e.get("id"), e.get("cx"), e.get("r"), len(e)) for e in found] == [("a", "2.5", "2", 1)]
    assert b"href" not in read_logo(svg(body)).content


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="30mm" height="10mm"', ("113.385827", "37.795276", "0 0 113.385827 37.795276")),
        ('viewBox="-5,-5 20 10" width="100%"', ("20", "10", "-5 -5 20 10")),
        ('viewBox="nonsense" width="30" height="10px"', ("30", "10", "0 0 30 10")),
    ],
)
def test_size_of_an_svg(root: str, size: tuple[str, str, str]) -> None:
    found = drawn(svg(root=root))
    assert tuple(found.attrib[name] for name in ("width", "height", "viewBox")) == size


@pytest.mark.parametrize(
    "root", ["", 'viewBox="0 0 0 10"', 'width="100%" height="100%"', 'viewBox="0 0 1e99 1"']
)
def test_svg_without_a_size_is_refused(root: str) -> None:
    assert refusal(svg(root=root))["code"] == "svg_size"


def test_notes_of_editors_are_left_out_silently() -> None:
    content = (
        b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?><!-- by an editor -->'
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:e="http://editor.example/ns" version="1.1"'
        b' viewBox="0 0 9 9" id="Ebene_1" xml:space="preserve" e:version="1">'
        b"<title>Our mark</title><desc>secret</desc><metadata>secret</metadata>"
        b'<e:view zoom="3"><script>secret</script></e:view>'
        b'<g class="cls" data-name="secret" aria-label="secret" e:label="secret"'
        b' style="display:inline;font-family:secret;-inkscape-font-specification:secret;mask:none">'
        b'<path id="\xe5\x9b\xb3" d="m1 1h3v3z"/></g></svg>'
    )
    kept = read_logo(content).content
    assert b"secret" not in kept
    assert b"editor" not in kept
    assert b'<path d="m 1 1 h 3 v 3 z" />' in kept


@pytest.mark.parametrize(
    ("body", "code", "named"),
    [
        ("<script>alert(1)</script>", "svg_element", "script"),
        ("<g><script xlink:href='//x'/></g>", "svg_element", "script"),
        ("<rect width='9' height='9' onload='x()'/>", "svg_attribute", "onload"),
        ("<g onclick='x()'/>", "svg_attribute", "onclick"),
        ("<animate attributeName='href'/>", "svg_element", "animate"),
        ("<set attributeName='onload'/>", "svg_element", "set"),
        ("<foreignObject><b/></foreignObject>", "svg_element", "foreignObject"),
        ("<a xlink:href='javascript:x'><rect width='9' height='9'/></a>", "svg_element", "a"),
        ("<use xlink:href='#x'/>", "svg_element", "use"),
        ("<use href='http://example.org/x.svg#y'/>", "svg_element", "use"),
        ("<image href='http://example.org/x.png'/>", "svg_image", ""),
        ("<image xlink:href='data:image/png;base64,AA'/>", "svg_image", ""),
        ("<feImage href='http://example.org/x.png'/>", "svg_element", "feImage"),
        ("<style>@import url(http://example.org/x.css);</style>", "svg_style_sheet", ""),
        ("<text x='1' y='5'>Firm</text>", "svg_text", ""),
        ("<g><text><tspan>Firm</tspan></text></g>", "svg_text", ""),
        ("<filter id='f'/>", "svg_element", "filter"),
        ("<mask id='m'/>", "svg_element", "mask"),
        ("<pattern id='p'/>", "svg_element", "pattern"),
        ("<svg/>", "svg_element", "svg"),
        ("<rect width='9' height='9' filter='url(#f)'/>", "svg_attribute", "filter"),
        ("<rect width='9' height='9' mask='url(//x#m)'/>", "svg_attribute", "mask"),
        ("<rect width='9' height='9' href='#x'/>", "svg_attribute", "href"),
        ("<rect width='9' height='9' xml:base='//x/'/>", "svg_attribute", "xml:base"),
        ("<rect width='9' height='9' style='behavior:url(x)'/>", "svg_attribute", "behavior"),
        ("<rect width='9' height='9' style='fill:url(//x/#a)'/>", "svg_value", "fill"),
        ("<rect width='9' height='9' style='/*x*/fill:red'/>", "svg_attribute", "/*x*/fill"),
        ("<rect width='9' height='9' style='@import'/>", "svg_value", "style"),
        ("<rect width='9' height='9' fill='url(http://example.org/#a)'/>", "svg_value", "fill"),
        ("<rect width='9' height='9' fill='u\\72l(#a)'/>", "svg_value", "fill"),
        ("<rect width='9' height='9' fill='url(#missing)'/>", "svg_value", "fill"),
        ("<rect width='9' height='9' clip-path='url(#missing)'/>", "svg_value", "clip-path"),
        ("<rect width='9' height='9' fill='expression(1)'/>", "svg_value", "fill"),
        ("<rect width='1e7' height='9'/>", "svg_value", "width"),
        ("<rect width='1e400' height='9'/>", "svg_value", "width"),
        ("<rect width='nan' height='9'/>", "svg_value", "width"),
        ("<rect width='-1' height='9'/>", "svg_value", "width"),
        ("<rect width='９' height='9'/>", "svg_value", "width"),
        ("<path d='M1 1 L 2'/>", "svg_value", "d"),
        ("<path d='L1 1'/>", "svg_value", "d"),
        ("<path d='M1 1a1 1 0 2 0 1 1'/>", "svg_value", "d"),
        ("<path d='M1 1z3'/>", "svg_value", "d"),
        ("<polygon points='1 1 2'/>", "svg_value", "points"),
        ("<g transform='rotate(1'/>", "svg_value", "transform"),
        ("<g transform='perspective(1)'/>", "svg_value", "transform"),
        ("<g transform='matrix(1 0 0 1 0)'/>", "svg_value", "transform"),
        ("<g/>", "svg_empty", ""),
    ],
)  # fmt: skip
def test_what_is_no_plain_shape_is_refused_by_name(body: str, code: str, named: str) -> None:
    found = refusal(svg(body))
    assert found["code"] == code
    assert named in (found.get("element"), found.get("attribute"), "")
    assert named in found["text"]


GRADIENT = (
    '<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="0" x2="9" {more}>'
    '<stop offset="0"/></linearGradient><rect width="9" height="9" fill="url(#a)"/>'
)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (GRADIENT.format(more="xlink:href='#a'"), "href"),
        (GRADIENT.format(more="href='#missing'"), "href"),
        (GRADIENT.format(more="href='http://example.org/#a'"), "href"),
        (GRADIENT.format(more="").replace("userSpaceOnUse", "objectBoundingBox"), "gradientUnits"),
        (GRADIENT.format(more="").replace('x2="9"', 'x2="90%"'), "x2"),
        (GRADIENT.format(more="").replace('x2="9"', ""), "x2"),
        (
            '<radialGradient id="a" gradientUnits="userSpaceOnUse" cx="1" cy="1" r="1"'
            ' gradientTransform="skewX(30)"><stop offset="0"/></radialGradient>'
            '<rect width="9" height="9" fill="url(#a)"/>',
            "gradientTransform",
        ),
        ('<clipPath id="a"><rect clip-path="url(#a)"/></clipPath>', "clip-path"),
        ('<clipPath id="a"/><clipPath id="a"/><rect width="9" height="9"/>', "id"),
        ('<clipPath id="a"/><rect width="9" height="9" fill="url(#a)"/>', "fill"),
    ],
)  # fmt: skip
def test_references_that_cannot_be_drawn_are_refused(body: str, named: str) -> None:
    assert refusal(svg(body))["attribute"] == named


BOMB = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>&c;</title></svg>"""


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://example.org/x.dtd'>" + svg(),
        b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + svg("<desc>&x;</desc>"),
    ],
)
def test_doctype_and_entities_are_refused(content: bytes) -> None:
    found = refusal(content)
    assert found["code"] == "svg_doctype"
    assert "DOCTYPE" in found["text"]


@pytest.mark.parametrize(
    "content",
    [
        svg()[:-4],
        b"<svg",
        b"<>",
        b"<?xml version='1.0' encoding='no-such'?>" + svg(),
        b"<?xml version='1.0' encoding='shift_jis'?>" + svg(),
        svg("<g>\0</g>"),
        svg("&unknown;"),
    ],
)
def test_what_is_no_xml_is_damaged(content: bytes) -> None:
    assert refusal(content)["code"] == "logo_unreadable"


def test_page_is_no_drawing() -> None:
    assert refusal(b"<html><body>logo</body></html>")["code"] == "svg_not_svg"
    wrong = b"<svg xmlns='http://www.w3.org/1999/xhtml'/>"
    assert refusal(wrong)["code"] == "svg_not_svg"


def test_drawing_may_only_be_so_deep_and_so_long() -> None:
    deep = "<g>" * 100_000 + "</g>" * 100_000
    assert refusal(svg(deep))["code"] == "svg_too_complex"
    assert refusal(svg("<g>" * 20 + "</g>" * 20))["code"] == "svg_too_complex"
    assert refusal(svg("<g/>" * 2000))["code"] == "svg_too_complex"
    assert read_logo(svg('<rect width="1" height="1"/>' * 1999)).type == "image/svg+xml"


PATHS = st.text("MmLlHhVvCcSsQqTtAaZz0123456789.,+- e", max_size=40)


@settings(max_examples=300, deadline=None)
@given(path=PATHS)
def test_any_path_is_refused_or_written_with_all_its_numbers(path: str) -> None:
    made = outcome(svg(f'<path d="M0 0{path}"/>'))
    if isinstance(made, str):
        assert made == "svg_value"
        return
    (found,) = fromstring(made.content).iter("{http://www.w3.org/2000/svg}path")
    for command in re.findall("[A-Za-z][^A-Za-z]*", found.attrib["d"]):
        wanted = dict(zip("mlhvcsqtaz", (2, 2, 1, 1, 6, 4, 4, 2, 7, 0), strict=True))
        count = len(command[1:].split())
        each = wanted[command[0].lower()]
        assert count == 0 if each == 0 else (count and count % each == 0)


@settings(max_examples=200, deadline=None)
@given(value=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_any_value_of_a_style_is_refused_or_harmless(value: str) -> None:
    quoted = value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    made = outcome(svg(f'<rect width="1" height="1" style="fill:{quoted}"/>'))
    if isinstance(made, str):
        assert made in ("svg_value", "svg_attribute")
    else:
        fill = fromstring(made.content)[0].get("fill", "none")
        assert re.fullmatch("none|#[0-9a-f]{3,6}", fill)


def test_what_is_made_is_understood_again() -> None:
    for content in (logos.SVG, svg(), png()):
        once = read_logo(content)
        assert read_logo(once.content) == once


def test_svg_names_nothing_outside_itself() -> None:

    kept = read_logo(logos.SVG).content.replace(b"http://www.w3.org/2000/svg", b"")
    assert b"http" not in kept
    assert set(re.findall(rb"url\(([^)]*)\)", kept)) == {b"#c", b"#g"}
