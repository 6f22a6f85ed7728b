// Tells the audit that this record is being printed. Without this file printing works and only the read is kept.
const head = document.querySelector("[data-printed]");

if (head) {
  addEventListener("beforeprint", () => {
    navigator.sendBeacon(head.dataset.printed, new URLSearchParams({ csrf: head.dataset.token }));
  });
}
