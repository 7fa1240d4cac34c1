// Suggestions under the search box: an ARIA combobox over a list the server makes. Without this file the
// box is a plain search.
(() => {
  "use strict";
  const box = document.querySelector("[data-suggest]");
  if (!box) return;
  const list = document.getElementById(box.dataset.suggest);
  const said = box.form.querySelector("[data-suggested]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  let typed = box.value, waiting = 0;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const close = () => {
    clearTimeout(waiting);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const open = () => {
    const n = options().length;
    if (!n || document.activeElement !== box) { close(); return; }
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  };
  const choose = (option) => {
    if (chosen()) chosen().setAttribute("aria-selected", "false");
    if (!option) { box.removeAttribute("aria-activedescendant"); box.value = typed; return; }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
    box.value = option.querySelector(".text").textContent;
  };
  const go = (option) => location.assign(option.dataset.url);

  // While a Chinese input method composes, what stands in the box is half a word.
  box.addEventListener("input", (event) => {
    typed = box.value;
    clearTimeout(waiting);
    if (event.isComposing) return;
    if (!typed.trim()) { list.replaceChildren(); close(); return; }
    waiting = setTimeout(() => htmx.trigger(box, "suggest"), 120);
  });
  box.addEventListener("compositionend", () => { typed = box.value; htmx.trigger(box, "suggest"); });
  list.addEventListener("htmx:afterSwap", () => {
    const n = options().length;
    said.textContent = n ? said.dataset.some.replace("{n}", n) : said.dataset.none;
    open();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options(), at = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!all.length) return;
      event.preventDefault();
      if (list.hidden) { open(); if (list.hidden) return; }
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      choose(next === all.length || next === -1 ? null : all[(next + all.length) % all.length]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      choose(null);
      close();
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      go(all[at]);
    } else if (event.key === "Tab") {
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  box.addEventListener("blur", close);
  box.addEventListener("focus", () => { typed = box.value; });
})();
