// The night card: answers while inputs change, keeps every tap with its time, and sends it when there is a line.
// Without this file the button does the same.
const form = document.querySelector("form[data-night]");
const address = form?.dataset.night;
const token = form?.elements.namedItem("csrf")?.value;
const shelf = "night:" + address;
const state = document.getElementById("line-state");
let asking = null;
let settle = 0;
let sending = false;
let changedAt = null;

const read = () => { try { return JSON.parse(localStorage.getItem(shelf)) ?? {}; } catch { return {}; } };
function keep(change) {
  const kept = { typed: [], taps: [], ...read(), ...change };
  // Nothing stays on the device once it is on the record.
  if (kept.taps.length || kept.typed.length) localStorage.setItem(shelf, JSON.stringify(kept));
  else localStorage.removeItem(shelf);
}
const typed = () => [...new FormData(form)].filter(([name, value]) =>
  value !== "" && !["csrf", "key", "done", "step", "grade"].includes(name) && !(name === "temperatureUnit"));
const body = () => { const all = typed(); return all.length ? new URLSearchParams(
  [...all, ["temperatureUnit", form.elements.namedItem("temperatureUnit")?.value || "C"]]) : null; };
const taps = () => read().taps ?? [];

function say(text, waiting) {
  state.textContent = text;
  state.hidden = !text;
  state.classList.toggle("is-waiting", Boolean(waiting));
}

function queue(tap) {
  keep({ taps: [...taps(), { key: crypto.randomUUID(), at: new Date().toISOString(), ...tap }] });
  send();
}

// Everything typed since the last recording, as one measurement with the time of its last change.
function measured() {
  clearTimeout(settle);
  const values = body();
  if (!changedAt || !values) return;
  const at = changedAt;
  changedAt = null;
  queue({ at, form: values.toString() });
}

// A redirect is the way to the sign-in: what it leads to is no answer of ours.
const post = (path, body, options) => fetch(address + path, { method: "POST", body, redirect: "manual", ...options });

async function send() {
  const waiting = taps();
  if (sending || !waiting.length) return;
  sending = true;
  let again = 4000;
  try {
    const response = await post("/taps", JSON.stringify({ taps: waiting }),
      { headers: { "content-type": "application/json", "x-form-token": token } });
    if (response.status >= 500 || response.status === 429) throw new Error("later");
    if (response.ok) {
      again = 0;
      settleWith((await response.json()).results);
    } else {
      again = 30000;
      say("Not recorded: your session is over. What you did is kept on this device. Open the card again and sign in.", true);
    }
  } catch {
    say("No line. Kept on this device: " + taps().length + ". It is sent when the line is back.", true);
  } finally {
    sending = false;
  }
  // What came meanwhile goes at once; without a line it is tried again soon.
  if (taps().length) setTimeout(send, again);
}

// Lets go of what the server has, and says what it refused; what was typed stays until all of it is recorded.
function settleWith(results) {
  const done = new Set(results.map((result) => result.key));
  const refused = results.filter((result) => result.status === "refused");
  keep({ taps: taps().filter((tap) => !done.has(tap.key)) });
  if (!taps().length && !refused.length) keep({ typed: [] });
  const clock = new Date().toTimeString().slice(0, 5);
  say(refused.length ? "Not recorded: " + refused.map((result) => result.message).join(" ") : "Recorded " + clock + ".",
    refused.length > 0);
}

async function answer() {
  asking?.abort();
  asking = new AbortController();
  const values = body() ?? new URLSearchParams();
  values.set("csrf", token);
  try {
    const response = await post("/answer", values, { signal: asking.signal });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    document.getElementById("answer").replaceChildren(...fresh.body.childNodes);
  } catch (error) {
    if (error.name !== "AbortError") offline();
  }
}

// Without a line the card says so beside the last answer; the offline tables grade on their own page.
function offline() {
  say("No line. The list below was made before your last change.", true);
}

if (form) {
  for (const [name, value] of read().typed ?? []) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  if ((read().typed ?? []).length) answer();
  form.addEventListener("change", () => {
    changedAt = new Date().toISOString();
    keep({ typed: typed() });
    answer();
    clearTimeout(settle);
    settle = setTimeout(measured, 5000);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    measured();
    const pressed = event.submitter;
    if (pressed?.name === "done") queue({ action: pressed.value, what: pressed.dataset.what, outcome: "done" });
    if (pressed?.name === "grade") {
      const [scale, grade] = pressed.value.split(":");
      queue({ scale, grade: Number(grade) });
    }
    if (pressed && pressed.name !== "step") {
      const mark = document.createElement("span");
      mark.className = "mark";
      mark.textContent = "done " + new Date().toTimeString().slice(0, 5);
      pressed.replaceWith(mark);
    }
  });
  document.addEventListener("click", (event) => {
    const call = event.target.closest("[data-call], [data-send]");
    if (!call) return;
    if (call.dataset.call) queue({ action: call.dataset.call, what: call.dataset.what, outcome: "called" });
    else queue({ action: call.dataset.send, what: call.textContent, outcome: "sent" });
  });
  addEventListener("online", send);
  addEventListener("pagehide", measured);
  send();
}
