"""Every page, at phone and desktop size, light and dark: readable, inside its width, and without axe violations."""

import pytest
from conftest import patient_paths, show
from looking import check_narrow, look_at

OPEN_PAGES = [
    "/reference",
    "/reference/therapies/teclistamab",
    "/reference/therapies/talquetamab",
    "/reference/therapies/elranatamab",
    "/reference/therapies/linvoseltamab",
    "/reference/toxicities/crs",
    "/reference/toxicities/icans",
    "/reference?q=toci",
    "/reference?q=xqzzjv",
    "/reference/therapies/epcoritamab",
    "/reference/therapies/ciltacabtagene",
    "/reference/topics/infection-prophylaxis",
    "/reference/topics/talquetamab-care",
    "/reference/topics/home-monitoring",
    "/reference/topics/late-neurotoxicity",
    "/reference/compare?a=teclistamab&b=talquetamab",
    "/reference/changes",
    "/reference/statement?id=reference/immunoglobulin:sections/give/statements/dose",
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
    "background",
]
PHONE_DARK = (390, 844, "dark")
PHONE_LIGHT = (390, 844, "light")
DESK_LIGHT = (1280, 800, "light")


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_open_page_is_readable_without_signing_in(browser, axe_script, server, as_role, path):
    as_role(None)
    look_at(browser, axe_script, server, path)


def test_board_is_readable(browser, axe_script, server, as_role):
    as_role("Nurse")
    look_at(browser, axe_script, server, "/board")


def test_every_patient_page_is_readable(browser, axe_script, server, as_role):
    as_role("Physician")
    paths = patient_paths(browser, server)
    assert len(paths) == 12
    for path in paths:
        look_at(browser, axe_script, server, path, [PHONE_DARK, DESK_LIGHT])


@pytest.mark.parametrize("form", FORMS)
def test_form_is_readable(browser, axe_script, server, as_role, form):
    as_role("Physician")
    path = patient_paths(browser, server)[0]
    look_at(browser, axe_script, server, f"{path}/record/{form}", [PHONE_LIGHT, PHONE_DARK])


def test_new_patient_form_is_readable(browser, axe_script, server, as_role):
    as_role("Physician")
    look_at(browser, axe_script, server, "/patients/new", [PHONE_LIGHT])


@pytest.mark.parametrize("path", [
    "/board", "/reference/therapies/teclistamab", "/calculators/crs", "/reference?q=ivig", "/reference",
    "/reference/topics/infection-prophylaxis", "/reference/compare?a=teclistamab&b=talquetamab",
    "/reference/statement?id=therapies/teclistamab:open/driving-us",
])
def test_page_fits_320_px_and_twice_the_text(browser, server, as_role, path):
    as_role("Nurse")
    show(browser, 320, 640, "light")
    browser.get(server + path)
    check_narrow(browser, path)
