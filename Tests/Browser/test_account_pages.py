"""Pages of accounts, access, audit and signing, each as the role that uses it."""

import re

import pytest
from conftest import patient_paths
from looking import check_narrow, look_at

# PATIENT is the first patient of the board, PERSON the first of the people, STATEMENT one that may be entered.
PAGES = [
    (None, "/sign-in"),
    (None, "/sign-in?next=/board"),
    (None, "/join/not-a-link"),
    (None, "/l/patient/not-a-link"),
    ("Nurse", "/account"),
    ("Nurse", "/audit"),
    ("Nurse", "PATIENT/access"),
    ("Physician", "PATIENT/access"),
    ("Physician", "/content"),
    ("Physician", "/content/statements"),
    ("Pharmacist", "/content/statements?part=linvoseltamab&show=open"),
    ("Physician", "/content/diff"),
    ("Physician", "/content/sign"),
    ("Physician", "STATEMENT"),
    ("Physician", "/label"),
    ("Pharmacist", "/label/teclistamab"),
    ("Medical director", "/account"),
    ("Medical director", "/account/second-factor"),
    ("Medical director", "/account/confirm"),
    ("Medical director", "/content/sign"),
    ("Medical director", "PATIENT/access-report"),
    ("Administrator", "/account"),
    ("Administrator", "/people"),
    ("Administrator", "/people/invite"),
    ("Administrator", "PERSON"),
    ("Administrator", "/sites"),
    ("Coordinator", "/sites/demo/contacts"),
    ("Physician", "PATIENT/manage/crs"),
    ("Administrator", "/audit"),
    ("Administrator", "/audit/broken-glass"),
    ("Administrator", "/erase"),
    ("Administrator", "PATIENT"),
]


def first(browser, address, page, pattern):
    browser.get(address + page)
    return re.search(pattern, browser.page_source)[1].replace("&amp;", "&")


@pytest.fixture(scope="module")
def places(browser, server):
    """Addresses that only a running practice knows."""
    from conftest import sign_in

    sign_in(browser, server, "Physician")
    patient = patient_paths(browser, server)[0]
    statement = first(browser, server, "/content/statements", r'href="(/content/entry[^"]*)"')
    sign_in(browser, server, "Administrator")
    person = first(browser, server, "/people", r'href="(/people/[0-9a-f-]{36})"')
    return {"PATIENT": patient, "STATEMENT": statement, "PERSON": person}


@pytest.mark.parametrize("role,page", PAGES)
def test_page_of_accounts_access_or_signing_is_readable(browser, axe_script, server, as_role, places, role, page):
    as_role(role)
    word = page.split("/")[0]
    path = places[word] + page[len(word):] if word else page
    look_at(browser, axe_script, server, path)
    check_narrow(browser, page)
