"""The night card on a phone in the dark: from the patient's page to the first action, with and without a line."""

import pytest
from conftest import patient_paths, show, sign_in, tap_on
from looking import look_at
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

PHONE_DARK = (390, 844, "dark")


def card_of(browser, server, name):
    browser.get(server + "/board")
    link = browser.find_element(By.PARTIAL_LINK_TEXT, name).get_attribute("href")
    return "/n/" + link.rsplit("/", 1)[1]


@pytest.mark.parametrize("name", ["Maria", "Lia", "Otis", "Yara"])
def test_card_is_readable(browser, axe_script, server, as_role, name):
    as_role("On-call clinician")
    look_at(browser, axe_script, server, card_of(browser, server, name), [PHONE_DARK, (1280, 800, "dark"), (320, 640, "dark")])


def test_from_the_patient_to_the_first_action_without_scrolling(browser, server, as_role):
    as_role("On-call clinician")
    show(browser, *PHONE_DARK)
    browser.get(server + "/board")
    browser.find_element(By.PARTIAL_LINK_TEXT, "Otis").click()
    tap_on(browser, browser.find_element(By.LINK_TEXT, "Night"))
    step = browser.find_element(By.CSS_SELECTOR, ".steps .step")
    place = browser.execute_script("const r = arguments[0].getBoundingClientRect(); return [scrollY, r.top, r.bottom]", step)
    assert place[0] == 0 and place[1] > 0 and place[2] <= 844, place
    assert "grade 2" in browser.find_element(By.CSS_SELECTOR, ".grades").text


def test_the_grade_and_the_list_follow_what_is_measured(browser, server, as_role):
    as_role("On-call clinician")
    show(browser, *PHONE_DARK)
    browser.get(server + card_of(browser, server, "Benjamin"))
    def choose(name, value):
        field = browser.find_element(By.CSS_SELECTOR, f'input[name="{name}"][value="{value}"]')
        browser.execute_script("arguments[0].click()", field)
    temperature = browser.find_element(By.NAME, "temperature")
    temperature.send_keys("38.9\t")
    choose("hypotension", "yes")
    choose("oxygenDevice", "none")
    vasopressors = browser.find_element(By.NAME, "vasopressors")
    vasopressors.send_keys("none\t")
    # The list is replaced as answers come, so it is read in one go.
    WebDriverWait(browser, 10).until(lambda b: "grade 2" in words(b, ".grades"))
    assert "mg IV" in words(browser, ".steps")
    # Nothing typed is lost: five seconds later, or at the next tap, it is on the record.
    tap_done(browser)
    WebDriverWait(browser, 10).until(lambda b: b.execute_script("return localStorage.length") == 0)
    assert "Recorded" in words(browser, "#line-state")
    browser.get(browser.current_url)
    assert "done" in browser.find_element(By.CSS_SELECTOR, ".steps").text


def words(browser, place):
    return browser.execute_script("return document.querySelector(arguments[0]).innerText", place)


def tap_done(browser):
    browser.execute_script("document.querySelector('.steps .done').click()")


def test_without_a_line_taps_are_kept_and_sent_later(browser, server, as_role):
    as_role("On-call clinician")
    show(browser, *PHONE_DARK)
    browser.get(server + card_of(browser, server, "Lia"))
    browser.execute_cdp_cmd("Network.enable", {})
    lost = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", lost)
    try:
        tap_done(browser)
        WebDriverWait(browser, 10).until(lambda b: "Kept on this device" in b.find_element(By.ID, "line-state").text)
        assert browser.execute_script("return localStorage.length") == 1
    finally:
        back = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        browser.execute_cdp_cmd("Network.emulateNetworkConditions", back)
    WebDriverWait(browser, 15).until(lambda b: "Recorded" in b.find_element(By.ID, "line-state").text)
    assert browser.execute_script("return localStorage.length") == 0
    browser.get_log("browser")


def test_when_the_session_is_over_the_card_says_so_and_keeps_what_was_done(browser, server, as_role):
    as_role("On-call clinician")
    show(browser, *PHONE_DARK)
    path = card_of(browser, server, "Otis")
    browser.get(server + path)
    as_role(None)
    tap_done(browser)
    WebDriverWait(browser, 10).until(lambda b: "session is over" in words(b, "#line-state"))
    assert browser.execute_script("return localStorage.length") == 1
    temperature = browser.find_element(By.NAME, "temperature")
    temperature.send_keys("38.2\t")
    assert "Do this now" in words(browser, "#answer"), "the sign-in page is no answer"
    as_role("On-call clinician")
    browser.get(server + path)
    WebDriverWait(browser, 10).until(lambda b: b.execute_script("return localStorage.length") == 0)
    assert "done" in words(browser, ".steps") or "Recorded" in words(browser, "#line-state")
    browser.get_log("browser")


def test_without_scripts_one_button_grades_and_records(plain_browser, server):
    sign_in(plain_browser, server, "Nurse")
    plain_browser.get(server + card_of(plain_browser, server, "Wanda"))
    press(plain_browser, "38.4", "Recorded.")
    assert "CRS" in plain_browser.page_source
    press(plain_browser, "384", "Expected")


def press(browser, temperature, answer):
    """Types a temperature, presses the one button, and waits for the page that answers."""
    field = browser.find_element(By.NAME, "temperature")
    field.clear()
    field.send_keys(temperature)
    browser.find_element(By.CSS_SELECTOR, ".button.main").click()
    WebDriverWait(browser, 10).until(lambda b: answer in b.page_source)
