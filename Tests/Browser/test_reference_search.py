"""Searching the reference while one types, and following a line to its place."""

from conftest import show
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait


def wait(driver, check):
    WebDriverWait(driver, 20).until(check)


def test_results_appear_while_typing_and_are_counted_aloud(browser, server, as_role):
    as_role(None)
    show(browser, 390, 844, "dark")
    browser.get(server + "/reference")
    field = browser.find_element(By.ID, "q")
    field.send_keys("ivg")
    field.send_keys(Keys.BACKSPACE)
    field.send_keys("ig")
    wait(browser, lambda page: page.current_url.endswith("q=ivig"))
    count = browser.find_element(By.ID, "count")
    assert count.get_attribute("role") == "status"
    assert "found" in count.text
    field.send_keys(Keys.ARROW_DOWN)
    assert "topics/immunoglobulin" in browser.switch_to.active_element.get_attribute("href")
    field.clear()
    field.send_keys(" ")
    wait(browser, lambda page: "Therapies" in page.find_element(By.ID, "results").text)


def test_a_line_leads_to_its_place_and_is_marked_there(browser, server, as_role):
    as_role(None)
    show(browser, 390, 844, "light")
    browser.get(server + "/reference?q=valacyclovir+500")
    browser.find_element(By.CSS_SELECTOR, ".hit-lines a").click()
    wait(browser, lambda page: "/reference/topics/infection-prophylaxis#" in page.current_url)
    shown = browser.execute_script(
        "const mark = document.querySelector(':target'); const box = mark.closest('.line').getBoundingClientRect();"
        "return [box.top, box.bottom, innerHeight, mark.closest('.line').textContent]")
    assert 0 <= shown[0] < shown[2] and "500 mg twice daily" in shown[3]


def test_search_works_without_scripts(plain_browser, server):
    plain_browser.get(server + "/reference")
    plain_browser.find_element(By.ID, "q").send_keys("crs", Keys.ENTER)
    wait(plain_browser, lambda page: page.find_elements(By.CLASS_NAME, "hit"))
    first = plain_browser.find_element(By.CSS_SELECTOR, ".hit a")
    assert first.get_attribute("href").endswith("/reference/toxicities/crs")
