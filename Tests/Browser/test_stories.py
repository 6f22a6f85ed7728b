"""What people do, from the first page to the answer, by tapping."""

from conftest import patient_paths, show
from selenium.webdriver.common.by import By


def test_from_the_board_to_what_to_do_for_this_fever(browser, server, as_role):
    as_role("Nurse")
    show(browser, 390, 844, "dark")
    browser.get(server + "/")
    browser.find_element(By.PARTIAL_LINK_TEXT, "Maria").click()
    text = browser.find_element(By.TAG_NAME, "main").text
    assert "38.6 °C" in text
    assert "Grade CRS now" in text
    assert "step-up dose 2" in text


def test_restart_is_answered_without_scripts(plain_browser, server):
    plain_browser.get(server + "/calculators/restart?therapy=teclistamab&last=step-up-2&days=12")
    text = plain_browser.find_element(By.TAG_NAME, "main").text
    assert "epeat step-up dose 2" in text
    assert "applies" in text


def test_crs_grade_without_scripts_and_with_a_missing_finding(plain_browser, server):
    plain_browser.get(
        server + "/calculators/crs?temperature=38.8&unit=C&hypotension=no&oxygen.device=nasal-cannula&vasopressors=")
    assert "rade" in plain_browser.find_element(By.TAG_NAME, "main").text


def test_targets_are_large_enough_for_a_thumb(browser, server, as_role):
    as_role("Nurse")
    show(browser, 390, 844, "light")
    path = patient_paths(browser, server)[0]
    browser.get(server + path)
    small = browser.execute_script(
        "return [...document.querySelectorAll('.button, nav a, button, .quick a')].filter("
        "e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)")
    assert small == []
