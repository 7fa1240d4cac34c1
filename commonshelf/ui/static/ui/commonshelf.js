// Small comforts. Every page reads and every form posts without this file.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");

  // Back to the very list one came from, not to an empty box.
  const back = document.querySelector("[data-back]");
  if (back && document.referrer.startsWith(`${location.origin}/search?`)) {
    back.href = document.referrer;
    back.textContent = back.dataset.backLabel;
  }

  // A menu closes when you look elsewhere.
  const closeMenus = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  // On a wide screen the facets answer at once; on a phone several are ticked, then shown together.
  const wide = window.matchMedia("(min-width: 60rem)");
  const openFilters = () => { if (wide.matches) document.querySelectorAll("details.filter").forEach((d) => { d.open = true; }); };
  openFilters();
  document.addEventListener("htmx:afterSettle", openFilters);
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-at-once]");
    if (form && (wide.matches || event.target.matches("select, [type=file]"))) form.requestSubmit();
  });

  // "Use my place": only after a tap, rounded to about a hundred metres, sent once, kept nowhere.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-near]");
    if (!button || !navigator.geolocation) return;
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const to = new URL(button.dataset.near, location.href);
        to.searchParams.set("near", `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
        location.assign(to);
      },
      () => {
        button.removeAttribute("aria-busy");
        const said = document.querySelector("[data-near-refused]");
        if (said) said.hidden = false;
      },
      { timeout: 10000, maximumAge: 600000 },
    );
  });
  document.querySelectorAll("[data-near]").forEach((button) => { button.hidden = !navigator.geolocation; });

  // Copy and print, where the browser can.
  const offer = () => document.querySelectorAll("[data-copy], [data-print]").forEach((button) => { button.hidden = false; });
  offer();
  document.addEventListener("htmx:load", offer);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-print]");
    if (!button) return;
    if (button.matches("[data-print]")) { window.print(); return; }
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    try { await navigator.clipboard.writeText(text); } catch { return; }
    const before = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = before; }, 2000);
  });
})();
