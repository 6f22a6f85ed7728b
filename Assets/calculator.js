// Answers while the form is filled in. Without this file the button does the same.
const form = document.querySelector("form[data-live]");
let running = null;
let timer = 0;

async function answer() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  const address = `${form.getAttribute("action")}?${query}`;
  running?.abort();
  running = new AbortController();
  try {
    const response = await fetch(address, { signal: running.signal, headers: { accept: "text/html" } });
    // A refused field is shown only after the button was pressed: half-typed numbers are no mistake.
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const id of ["result", "table"]) {
      const fresh = page.getElementById(id);
      const shown = document.getElementById(id);
      if (fresh && shown) shown.replaceChildren(...fresh.childNodes);
    }
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") console.warn("The live answer failed; use the button.");
  }
}

if (form) {
  form.addEventListener("change", (event) => {
    // Another drug has other doses: the whole form is asked again.
    if (event.target.name === "therapy") return form.requestSubmit();
    clearTimeout(timer);
    timer = setTimeout(answer, 120);
  });
}
