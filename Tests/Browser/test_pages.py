"""Every page, at phone and desktop size, light and dark: readable, inside its width, and without axe violations."""

import json
import re

import pytest
from conftest import SCREENS, patient_paths, show

OPEN_PAGES = [
    "/reference",
    "/reference/therapies/teclistamab",
    "/reference/therapies/talquetamab",
    "/reference/therapies/elranatamab",
    "/reference/therapies/linvoseltamab",
    "/reference/toxicities/crs",
    "/reference/toxicities/icans",
    "/calculators",
    "/calculators/schedule?therapy=teclistamab&regimen=monotherapy&start=2026-11-23&weight=71.4",
    "/calculators/restart?therapy=teclistamab&last=step-up-2&days=12",
    "/calculators/restart?therapy=talquetamab&regimen=weekly&last=step-up-2&days=12",
    "/calculators/dose?therapy=teclistamab&dose=step-up-2&weight=71.4",
    "/calculators/dose?therapy=talquetamab&dose=step-up-2&weight=71.4",
    "/calculators/crs",
    "/calculators/icans",
    "/nothing-here",
]
FORMS = [
    "dose", "vitals", "neuro", "grade", "hold", "weight", "premedication", "medicine", "infection", "note", "frequency",
]
LOOKS = [(390, 844, "light"), (390, 844, "dark"), (1280, 800, "light"), (1280, 800, "dark")]


def look_at(browser, axe_script, address, path, width, height, scheme):
    show(browser, width, height, scheme)
    browser.get_log("browser")
    browser.get(address + path)
    overflow = browser.execute_script(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{path} is {overflow} px wider than {width} px"
    assert browser.execute_script("return document.querySelectorAll('h1').length") == 1, path
    browser.execute_script(axe_script)
    result = browser.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run(document, "
        "{runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then("
        "r => done(JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))))")
    violations = json.loads(result)
    assert violations == [], f"{path} {scheme}: {violations}"
    errors = [line["message"] for line in browser.get_log("browser")
              if line["level"] == "SEVERE" and "404" not in line["message"] and "422" not in line["message"]]
    assert errors == [], path
    name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")[:60] or "home"
    SCREENS.mkdir(parents=True, exist_ok=True)
    browser.save_screenshot(str(SCREENS / f"{name}-{width}-{scheme}.png"))


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_open_page_is_readable(browser, axe_script, server, path):
    for width, height, scheme in LOOKS:
        look_at(browser, axe_script, server, path, width, height, scheme)


def test_board_is_readable(browser, axe_script, server):
    for width, height, scheme in LOOKS:
        look_at(browser, axe_script, server, "/board", width, height, scheme)


def test_every_patient_page_is_readable(browser, axe_script, server):
    paths = patient_paths(browser, server)
    assert len(paths) == 12
    for path in paths:
        look_at(browser, axe_script, server, path, 390, 844, "dark")
        look_at(browser, axe_script, server, path, 1280, 800, "light")


@pytest.mark.parametrize("form", FORMS)
def test_form_is_readable(browser, axe_script, server, form):
    path = patient_paths(browser, server)[0]
    look_at(browser, axe_script, server, f"{path}/record/{form}", 390, 844, "light")
    look_at(browser, axe_script, server, f"{path}/record/{form}", 390, 844, "dark")


def test_new_patient_form_is_readable(browser, axe_script, server):
    look_at(browser, axe_script, server, "/patients/new", 390, 844, "light")


@pytest.mark.parametrize("path", ["/board", "/reference/therapies/teclistamab", "/calculators/crs"])
def test_page_fits_320_px_and_twice_the_text(browser, server, path):
    show(browser, 320, 640, "light")
    browser.get(server + path)
    browser.execute_script("document.documentElement.style.fontSize = '200%'")
    overflow = browser.execute_script(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
