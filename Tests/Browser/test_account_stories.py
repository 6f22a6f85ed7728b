"""What people do with accounts, access and signing, by tapping."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from conftest import show, sign_in, tap, tap_on, words, write
from looking import check_narrow, look_at, look_here
from selenium.webdriver.common.by import By

PASSWORD = "seven quiet otters 41 umbrella"


@pytest.fixture(autouse=True)
def phone(browser):
    show(browser, 390, 844, "light")


def invite(browser, server, name, role, site="Demo practice"):
    """An administrator invites somebody; returns the link to give them."""
    sign_in(browser, server, "Administrator")
    browser.get(server + "/people")
    tap(browser, "Invite somebody")
    write(browser, "email", name.lower().replace(" ", ".") + "@north.example")
    write(browser, "name", name)
    tap(browser, role)
    tap(browser, site)
    tap(browser, "Make the invitation")
    link = browser.find_element(By.CLASS_NAME, "secret-link").text
    assert link.startswith(server + "/join/")
    return link


def join(browser, server, link, name):
    """The invited person opens the link, chooses a password and signs in."""
    sign_in(browser, server, None)
    browser.get(link)
    write(browser, "password", PASSWORD)
    write(browser, "again", PASSWORD)
    tap(browser, "Make my account")
    assert "Your account is ready" in words(browser)
    sign_in_by_hand(browser, server, name)


def sign_in_by_hand(browser, server, name, password=PASSWORD):
    browser.get(server + "/sign-in")
    write(browser, "email", name.lower().replace(" ", ".") + "@north.example")
    write(browser, "password", password)
    tap(browser, "Sign in")


def totp(secret, at):
    """RFC 6238: SHA-1, 30 s, six digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def header(browser):
    return browser.find_element(By.CLASS_NAME, "app-account").text


def test_an_invited_nurse_joins_and_records_a_temperature_under_her_own_name(browser, axe_script, server):
    link = invite(browser, server, "Ines Sample", "Nurse")
    look_here(browser, axe_script, "one-time-link")
    check_narrow(browser, "one-time link")
    look_at(browser, axe_script, server, link.removeprefix(server))
    check_narrow(browser, "invitation")
    join(browser, server, link, "Ines Sample")
    assert "Ines Sample" in header(browser)
    browser.get(server + "/board")
    tap_on(browser, browser.find_element(By.PARTIAL_LINK_TEXT, "Victor"))
    patient = browser.current_url
    browser.get(patient + "/record/vitals")
    write(browser, "temperature", "37.2")
    tap(browser, browser.find_element(By.CSS_SELECTOR, "form.record button").text)
    entries = browser.find_element(By.CLASS_NAME, "entries").text
    assert "37.2 °C" in entries
    assert "Ines Sample" in entries
    # The link was good once.
    sign_in(browser, server, None)
    browser.get(link)
    assert not browser.find_elements(By.NAME, "password")


def test_a_second_factor_is_set_up_and_asked_for(browser, axe_script, server):
    name = "Dora Sample"
    join(browser, server, invite(browser, server, name, "Pharmacist"), name)
    browser.get(server + "/account/second-factor")
    secret = browser.find_element(By.CLASS_NAME, "secret-code").text.replace(" ", "")
    write(browser, "code", totp(secret, time.time()))
    tap(browser, "Turn it on")
    codes = [item.text for item in browser.find_elements(By.CSS_SELECTOR, ".secret-list .secret-code")]
    assert len(codes) >= 8 and len(set(codes)) == len(codes)
    look_here(browser, axe_script, "recovery-codes")
    check_narrow(browser, "recovery codes")
    tap(browser, "I have them on paper")
    assert not browser.find_elements(By.CLASS_NAME, "secret-list")
    tap(browser, "Sign out")
    sign_in_by_hand(browser, server, name)
    assert "second factor" in words(browser)
    look_here(browser, axe_script, "sign-in-code")
    write(browser, "code", "000000")
    tap(browser, "Sign in")
    assert "Sign in" in header(browser)
    # A code is good once, so the next one: a device may be one step ahead.
    write(browser, "code", totp(secret, time.time() + 30))
    tap(browser, "Sign in")
    assert name in header(browser)
    tap_out(browser, server)
    sign_in_by_hand(browser, server, name)
    write(browser, "code", codes[0])
    tap(browser, "Sign in")
    assert name in header(browser)


def tap_out(browser, server):
    browser.get(server + "/account")
    tap(browser, "Sign out")


def test_another_site_breaks_the_glass_and_the_medical_director_sees_why(browser, axe_script, server):
    sign_in(browser, server, "Physician")
    browser.get(server + "/board")
    patient = browser.find_element(By.PARTIAL_LINK_TEXT, "Maria").get_attribute("href")
    sign_in(browser, server, "Administrator")
    browser.get(server + "/sites")
    write(browser, "name", "North clinic")
    write(browser, "id", "north")
    tap(browser, "Open site")
    assert "North clinic" in words(browser)
    join(browser, server, invite(browser, server, "Noor Sample", "Physician", "North clinic"), "Noor Sample")
    browser.get(server + "/board")
    assert "Maria" not in words(browser)
    look_at(browser, axe_script, server, patient.removeprefix(server))
    check_narrow(browser, "refusal")
    browser.get(patient)
    assert "looked after by another site" in words(browser)
    assert "Noor Sample" in header(browser)
    look_at(browser, axe_script, server, patient.removeprefix(server) + "/break-glass")
    browser.get(patient)
    tap(browser, "Open it in an emergency")
    tap(browser, "Open the record")
    assert browser.find_elements(By.CLASS_NAME, "error")
    write(browser, "reason", "Brought to us with fever, her own site is closed.")
    tap(browser, "Open the record")
    assert "Maria Sample" in words(browser)
    sign_in(browser, server, "Medical director")
    browser.get(server + "/board")
    banner = browser.find_element(By.CLASS_NAME, "banner").text
    assert "glass" in banner.lower() or "emergency" in banner.lower()
    browser.get(server + "/audit/broken-glass")
    assert "Noor Sample" in words(browser)
    assert "her own site is closed" in words(browser)
    browser.get(patient + "/access-report")
    assert "Noor Sample" in words(browser)


def test_statements_are_ticked_and_a_row_takes_two_people_before_a_signature(browser, axe_script, server, tmp_path):
    sign_in(browser, server, "Pharmacist")
    browser.get(server + "/content/statements?part=limits")
    before = int(re.match(r"\d+", browser.find_element(By.CLASS_NAME, "lead").text)[0])
    boxes = browser.find_elements(By.CSS_SELECTOR, "input[name=tick]")
    for box in boxes[:2]:
        tap_on(browser, box)
    tap(browser, "Save the ticks")
    assert browser.current_url.endswith("part=limits")
    assert browser.find_element(By.CLASS_NAME, "lead").text.startswith(str(before - 2))
    assert "Demo pharmacist" in words(browser)
    load_a_label(browser, server, tmp_path)
    look_at(browser, axe_script, server, "/label/teclistamab")
    check_narrow(browser, "label on file")
    enter_a_row(browser, server)
    assert "/content/rows/" in browser.current_url
    assert not browser.find_elements(By.XPATH, "//button[contains(., 'confirm')]")
    row = browser.current_url
    sign_in(browser, server, "Physician")
    look_at(browser, axe_script, server, row.removeprefix(server))
    check_narrow(browser, "row")
    browser.get(row)
    tap(browser, "I read the same in the label: confirm")
    assert "Demo physician" in words(browser)
    # The page to sign on says what is missing, and has no button before that is mended.
    sign_in(browser, server, "Medical director")
    browser.get(server + "/content/sign")
    assert "have no tick by a pharmacist or physician" in words(browser)
    assert not browser.find_elements(By.XPATH, "//main//button")
    tap(browser, "Set up the second factor")
    assert "/account/second-factor" in browser.current_url


def load_a_label(browser, server, folder):
    """A label of an invented drug after the public schema, chosen as a file."""
    file = folder / "label.xml"
    file.write_text(
        '<document xmlns="urn:hl7-org:v3"><title>Invented label of teclistamab-cqyv</title>'
        '<effectiveTime value="20260507"/><setId root="set-1"/><versionNumber value="7"/>'
        "<component><structuredBody><component><section><title>2.2 Dosage</title><text><table>"
        "<caption>Table 1: Invented schedule</caption><thead><tr><th>Dose</th><th>Day</th></tr></thead>"
        "<tbody><tr><td>Step-up dose 1</td><td>1</td></tr></tbody></table></text></section></component>"
        "</structuredBody></component></document>")
    browser.get(server + "/label/teclistamab")
    browser.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(file))
    tap(browser, "Load this label")
    assert "Table 1: Invented schedule" in words(browser)


def enter_a_row(browser, server):
    """The pharmacist enters that a statement stands as the label has it."""
    browser.get(server + "/content/statements?part=teclistamab&show=unverified")
    tap_on(browser, browser.find_element(By.LINK_TEXT, "Enter it from the label"))
    write(browser, "section", "§2.2 Table 1")
    tap(browser, "Enter")


def test_signing_out_everywhere_and_deactivation_end_sessions_at_once(browser, server):
    name = "Otto Sample"
    join(browser, server, invite(browser, server, name, "Nurse"), name)
    kept = browser.execute_cdp_cmd("Network.getAllCookies", {})["cookies"]
    browser.get(server + "/account")
    tap(browser, "Sign out everywhere")
    browser.execute_cdp_cmd("Network.setCookies", {"cookies": kept})
    browser.get(server + "/board")
    assert "/sign-in" in browser.current_url
    sign_in_by_hand(browser, server, name)
    assert name in header(browser)
    kept = browser.execute_cdp_cmd("Network.getAllCookies", {})["cookies"]
    sign_in(browser, server, "Administrator")
    browser.get(server + "/people")
    tap_on(browser, browser.find_element(By.PARTIAL_LINK_TEXT, name))
    tap(browser, "Deactivate")
    assert "Deactivated" in words(browser)
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    browser.execute_cdp_cmd("Network.setCookies", {"cookies": kept})
    browser.get(server + "/board")
    assert "/sign-in" in browser.current_url
    sign_in_by_hand(browser, server, name)
    assert name not in header(browser)


def test_a_link_for_a_patient_opens_with_its_pin_only(browser, axe_script, server):
    sign_in(browser, server, "Physician")
    browser.get(server + "/board")
    patient = browser.find_element(By.PARTIAL_LINK_TEXT, "Yara").get_attribute("href")
    browser.get(patient + "/access")
    tap(browser, "Make a link")
    tap(browser, "Patient or caregiver")
    tap(browser, "Make link")
    look_here(browser, axe_script, "link-made")
    check_narrow(browser, "link made")
    link, pin = [item.text for item in browser.find_elements(By.CLASS_NAME, "secret-code")]
    sign_in(browser, server, None)
    look_at(browser, axe_script, server, link.removeprefix(server))
    write(browser, "pin", "000001" if pin == "000000" else "000000")
    tap(browser, "Open")
    assert browser.find_elements(By.CLASS_NAME, "error")
    write(browser, "pin", pin)
    tap(browser, "Open")
    assert "Your link works" in words(browser)
    look_here(browser, axe_script, "visit")
    check_narrow(browser, "visit")
