// The desk by keyboard. Every key presses a button or follows a link that is on the page anyway.
(() => {
  "use strict";
  const STORE = "commonshelf.review.keys";
  const ALSO = { ArrowRight: "n", ArrowLeft: "p" };
  const shown = document.querySelector("[data-review-keys]");
  const on = document.querySelector("[data-review-keys-on]");
  const kept = () => { try { return localStorage.getItem(STORE); } catch { return null; } };
  let active = kept() !== "off";
  if (shown) shown.hidden = false;
  if (on) {
    on.checked = active;
    on.addEventListener("change", () => {
      active = on.checked;
      document.documentElement.classList.toggle("keyless", !active);
      try { localStorage.setItem(STORE, active ? "on" : "off"); } catch { /* kept for this page only */ }
    });
  }
  document.documentElement.classList.toggle("keyless", !active);

  const reason = document.querySelector("[data-review-reason]");
  const wide = window.matchMedia("(min-width: 60rem)");
  if (reason && wide.matches) reason.open = true;

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Escape" && at.matches("textarea")) { at.blur(); return; }
    if (!active || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (at.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (event.key in ALSO && at.closest(".scroll")) return;
    const key = ALSO[event.key] || event.key.toLowerCase();
    if (key === "r" && reason) {
      event.preventDefault();
      reason.open = true;
      reason.querySelector("textarea").focus();
      return;
    }
    const target = [...document.querySelectorAll("[data-review-key]")].find((one) => one.dataset.reviewKey.split(" ").includes(key));
    if (!target) return;
    event.preventDefault();
    target.click();
  });
})();
