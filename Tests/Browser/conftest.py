"""A real server with the demo practice and a real Chromium, started once for all browser tests."""

import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import urllib.request

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "debug" / "stepwell"
SCREENS = ROOT / ".build" / "screens"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server():
    """The address of a running demo practice."""
    program = pathlib.Path(os.environ.get("STEPWELL_PROGRAM", PROGRAM))
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        process = subprocess.Popen(
            [program, "serve", "--demo", "--data", data, "--port", str(port)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                if process.poll() is not None:
                    raise RuntimeError(process.stderr.read().decode())
                try:
                    urllib.request.urlopen(address + "/reference", timeout=2).read()
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                raise RuntimeError("the server did not answer")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def make_browser(javascript=True):
    options = Options()
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--force-prefers-reduced-motion", "--window-size=1280,900"]:
        options.add_argument(argument)
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


@pytest.fixture(scope="session")
def browser():
    driver = make_browser()
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def plain_browser():
    """A browser with scripts switched off."""
    driver = make_browser(javascript=False)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def axe_script(browser):
    import axe_playwright_python

    folder = pathlib.Path(axe_playwright_python.__file__).parent
    script = next(folder.rglob("axe.min.js"))
    return script.read_text()


@pytest.fixture
def as_role(browser, server):
    """Makes the shared browser that of a demo person: `as_role("Nurse")`."""
    return lambda role: sign_in(browser, server, role)


def show(driver, width, height, scheme):
    """Sets the window and the color scheme of a page."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "screen", "features": [{"name": "prefers-color-scheme", "value": scheme}]})


# Cookies of each role's session, so that a role signs in once in a whole run.
SESSIONS = {}


def sign_in(driver, address, role):
    """Makes the browser that of a demo person, such as "Nurse"; `None` signs out of this browser only."""
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    if role is None:
        return
    if (address, role) not in SESSIONS:
        driver.get(address + "/sign-in")
        tap(driver, role)
        assert driver.find_elements(By.CLASS_NAME, "app-account")[0].text != "Sign in", role
        SESSIONS[address, role] = driver.execute_cdp_cmd("Network.getAllCookies", {})["cookies"]
    driver.execute_cdp_cmd("Network.setCookies", {"cookies": SESSIONS[address, role]})


def tap(driver, words):
    """Taps the button, or else the box, fold or link, that says exactly these words."""
    for tag in ["button", "label", "summary", "a"]:
        found = driver.find_elements(By.XPATH, f"//{tag}[normalize-space()={words!r}]")
        if found:
            return tap_on(driver, found[0])
    raise AssertionError(f"nothing to tap says {words!r}")


def tap_on(driver, element):
    """Brings an element to the middle of the screen and taps it; waits for the page a button or link leads to."""
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
    leads_on = element.tag_name in ["button", "a"]
    if leads_on:
        driver.execute_script("document.documentElement.dataset.left = 'yes'")
    element.click()
    if leads_on:
        WebDriverWait(driver, 20, ignored_exceptions=[WebDriverException]).until(
            lambda page: page.execute_script(
                "return document.readyState === 'complete' && !document.documentElement.dataset.left"))


def write(driver, name, text):
    """Fills the visible field of this name on the page."""
    field = driver.find_element(By.CSS_SELECTOR, f"[name={name}]:not([type=hidden])")
    field.clear()
    field.send_keys(text)


def words(driver):
    """What the page says."""
    return driver.find_element(By.TAG_NAME, "main").text


def patient_paths(driver, address):
    """Addresses of every patient on the board, which somebody has to be signed in for."""
    driver.get(address + "/board?all=1")
    found = re.findall(r'href="(/patients/[0-9a-f-]{36})"', driver.page_source)
    return list(dict.fromkeys(found))
