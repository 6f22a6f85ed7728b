// Finds while one types. Without this file the button does the same.
const form = document.querySelector("form[data-search]");
const field = form?.querySelector("input[type=search]");
let running = null;
let timer = 0;
let shown = field?.value.trim() ?? "";

async function find() {
  const asked = field.value.trim();
  if (asked === shown) return;
  const address = asked === "" ? form.getAttribute("action") : `${form.getAttribute("action")}?${new URLSearchParams({ q: asked })}`;
  running?.abort();
  running = new AbortController();
  try {
    const response = await fetch(address, { signal: running.signal, headers: { accept: "text/html" } });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const id of ["results", "count"]) {
      const fresh = page.getElementById(id);
      const place = document.getElementById(id);
      if (fresh && place) place.replaceChildren(...fresh.childNodes);
    }
    shown = asked;
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") console.warn("The live search failed; use the button.");
  }
}

if (field) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, 120);
  });
  // Down goes from the field into what was found.
  field.addEventListener("keydown", (event) => {
    const first = event.key === "ArrowDown" ? document.querySelector("#results a") : null;
    if (!first) return;
    event.preventDefault();
    first.focus();
  });
}
