// The chosen files in the order in which they become pages, and their size before they are sent.
(() => {
  const box = document.querySelector("input[type=file][data-most-bytes]");
  if (!box) return;
  const list = document.getElementById("files-chosen");
  const large = document.getElementById("files-large") || document.getElementById("files-problem");
  const counted = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  box.addEventListener("change", () => {
    const files = [...box.files].sort((one, other) => counted.compare(one.name, other.name));
    list.replaceChildren(...files.map((file) => {
      const line = document.createElement("li");
      line.textContent = file.name;
      return line;
    }));
    list.hidden = files.length < 2;
    const over = files.reduce((sum, file) => sum + file.size, 0) > Number(box.dataset.mostBytes);
    box.setCustomValidity(over ? box.dataset.tooBig : "");
    large.textContent = over ? box.dataset.tooBig : "";
    large.hidden = !over;
  });
  box.form.addEventListener("submit", (event) => {
    if (!box.validationMessage || !box.validity.customError) return;
    event.preventDefault();
    box.focus();
  });
})();
