"""Looking at one page in every size and color: inside its width, large targets, no axe violations, no script errors."""

import json
import re

from conftest import SCREENS, show

LOOKS = [(390, 844, "light"), (390, 844, "dark"), (1280, 800, "light"), (1280, 800, "dark")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Statuses that pages of refusals have on purpose.
EXPECTED = ["403", "404", "422"]


def look_at(browser, axe_script, address, path, looks=LOOKS):
    """Loads a page once and looks at it in each size and color scheme."""
    show(browser, *looks[0])
    browser.get_log("browser")
    browser.get(address + path)
    name = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "id", path.lower())
    look_here(browser, axe_script, name, looks)


def look_here(browser, axe_script, name, looks=LOOKS):
    """Looks at the page that is open, such as one that is shown only once."""
    assert browser.execute_script("return document.querySelectorAll('h1').length") == 1, name
    browser.execute_script(axe_script)
    file = re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:60] or "home"
    SCREENS.mkdir(parents=True, exist_ok=True)
    for width, height, scheme in looks:
        show(browser, width, height, scheme)
        check_width(browser, f"{name} at {width} px")
        if width < 600:
            check_targets(browser, name)
        violations = axe(browser)
        assert violations == [], f"{name} {width} {scheme}: {violations}"
        browser.save_screenshot(str(SCREENS / f"{file}-{width}-{scheme}.png"))
    errors = [line["message"] for line in browser.get_log("browser")
              if line["level"] == "SEVERE" and not any(status in line["message"] for status in EXPECTED)]
    assert errors == [], name


def axe(browser):
    result = browser.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations'], "
        f"runOnly: {RULES}}}).then("
        "r => done(JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))))")
    return json.loads(result)


def check_width(browser, what):
    overflow = browser.execute_script(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{what} is {overflow} px too wide"


def check_narrow(browser, what):
    """The page that is open, at 320 px with plain and with twice the text."""
    show(browser, 320, 640, "light")
    check_width(browser, f"{what} at 320 px")
    browser.execute_script("document.documentElement.style.fontSize = '200%'")
    check_width(browser, f"{what} at 320 px with twice the text")
    browser.execute_script("document.documentElement.style.fontSize = ''")
    show(browser, *LOOKS[0])


def check_targets(browser, what):
    small = browser.execute_script(
        "return [...document.querySelectorAll('.button, button, summary:not(.source > summary), .pick a, .app-header a')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 48).map(e => e.outerHTML)")
    assert small == [], f"{what}: too small for a thumb"
