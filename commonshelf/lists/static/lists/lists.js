// Books kept on this device: numbers, titles and days in local storage, nothing anywhere else.
(() => {
  "use strict";
  const NAME = "commonshelf.kept";
  const LATER = "commonshelf.ask-later";
  const SENT = "commonshelf.sent";
  const MOST = 200;
  let works = true;
  try { localStorage.setItem(`${NAME}.try`, "1"); localStorage.removeItem(`${NAME}.try`); } catch { works = false; }
  if (!works) return;

  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(NAME) || "[]");
      return Array.isArray(found) ? found.filter((book) => book && Number.isInteger(book.id)) : [];
    } catch { return []; }
  };
  const write = (books) => {
    if (books.length) localStorage.setItem(NAME, JSON.stringify(books.slice(-MOST)));
    else localStorage.removeItem(NAME);
  };
  const drop = (ids) => write(read().filter((book) => !ids.includes(book.id)));
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // Buttons say what is so.
  const show = () => {
    const kept = new Set(read().map((book) => book.id));
    each("[data-keep]", (button) => {
      const on = kept.has(Number(button.dataset.keep));
      const words = button.firstElementChild;
      button.dataset.plain ??= words.textContent;
      words.textContent = on ? button.dataset.kept : button.dataset.plain;
      button.setAttribute("aria-pressed", String(on));
      button.hidden = false;
      const link = button.parentElement.querySelector("[data-kept-link]");
      if (link) link.hidden = !on;
    });
    each("[data-kept-count]", (place) => { place.textContent = String(kept.size); });
    each("[data-device-take]", (form) => {
      form.hidden = !kept.size;
      form.elements.ids.value = [...kept].join(",");
    });
    each("[data-device-ask]", (note) => { note.hidden = !kept.size || Boolean(sessionStorage.getItem(LATER)); });
  };

  // The page of the device's list: the server says where the books stand today.
  const list = async () => {
    const place = document.querySelector("[data-device]");
    if (!place) return;
    const books = read();
    each("[data-device-empty]", (part) => { part.hidden = books.length > 0; });
    each("[data-device-tools]", (part) => { part.hidden = !books.length; });
    if (!books.length) { place.replaceChildren(); return; }
    const ids = books.map((book) => book.id).reverse().join(",");
    try {
      const answer = await fetch(`${place.dataset.device}?ids=${ids}`, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...page.body.childNodes);
    } catch {
      each("[data-device-failed]", (part) => { part.hidden = false; });
      return;
    }
    const titles = new Map(books.map((book) => [String(book.id), book.title]));
    each("[data-kept-title]", (part) => { part.textContent = titles.get(part.dataset.keptTitle) || part.textContent; });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep], [data-drop], [data-drop-all], [data-device-later]");
    if (!button) return;
    if (button.matches("[data-keep]")) {
      const id = Number(button.dataset.keep);
      const books = read();
      if (books.some((book) => book.id === id)) drop([id]);
      else write([...books, { id, title: button.dataset.title, at: new Date().toISOString() }]);
    } else if (button.matches("[data-drop]")) {
      drop([Number(button.dataset.drop)]);
      list();
    } else if (button.matches("[data-drop-all]")) {
      write([]);
      list();
    } else {
      sessionStorage.setItem(LATER, "1");
    }
    show();
  });

  // What went into the account leaves the device only when the account has it.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-device-take]")) sessionStorage.setItem(SENT, event.target.elements.ids.value);
  });
  if (document.querySelector("[data-device-taken]") && sessionStorage.getItem(SENT)) {
    drop(sessionStorage.getItem(SENT).split(",").map(Number));
    sessionStorage.removeItem(SENT);
  }
  window.addEventListener("storage", (event) => { if (event.key === NAME) { show(); list(); } });
  document.addEventListener("htmx:afterSettle", show);
  show();
  list();
})();
