// Small comforts of the recording forms. Without this file they do the same.
const form = document.querySelector("form[data-record]");

if (form) {
  // A typed day or time is the time that counts.
  const then = form.querySelector('input[name="when"][value="then"]');
  for (const name of ["day", "time"]) {
    form.elements.namedItem(name)?.addEventListener("input", () => {
      if (then) then.checked = true;
    });
  }
  // One press, one entry.
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const pressed = event.submitter;
    if (pressed) pressed.setAttribute("aria-busy", "true");
  });
  // Back in the browser shows the form ready again.
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  });
}
