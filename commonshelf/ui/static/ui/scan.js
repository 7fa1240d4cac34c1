// Scanning: a barcode reader types into [data-scan] and presses Enter; a camera does the same where it can.
// Without this file the form is typed into, or a photograph is chosen, and posted.
(() => {
  "use strict";
  const AGAIN = 3000; // a barcode held before the camera counts once
  const TRY = 200;
  const form = document.querySelector("form[data-scan]");
  if (!form) return;
  const box = form.querySelector("input[name=scan], input[name=number]");
  const photo = form.querySelector("input[type=file]");

  // Scanners are faster than answers: what comes while one is under way waits its turn.
  const waiting = [];
  let busy = false;
  form.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (box.value.trim()) waiting.push(box.value);
    box.value = "";
  }, true);
  document.addEventListener("htmx:beforeSend", (event) => {
    if (event.target !== form) return;
    busy = true;
    box.value = "";
    if (photo) photo.value = "";
  });
  const next = () => {
    busy = false;
    if (waiting.length) {
      box.value = waiting.shift();
      form.requestSubmit();
    } else if (!document.activeElement || !document.activeElement.matches("input:not([type=hidden], [type=radio], [type=file]), textarea, select")) {
      box.focus({ preventScroll: true });
    }
  };
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "desk") next(); });
  for (const failed of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(failed, () => { busy = false; });
  // After choosing lend or take back, the next scan goes into the box again.
  form.addEventListener("change", (event) => {
    if (event.target.matches("[type=radio]")) box.focus();
    if (event.target === photo && photo.files.length) form.requestSubmit();
  });

  // The camera: only after a tap, and only where the browser reads barcodes itself.
  const start = form.querySelector("[data-camera]");
  const view = form.querySelector("[data-camera-view]");
  if (!start || !view || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  start.hidden = false;
  const video = view.querySelector("video");
  const said = view.querySelector("[data-camera-said]");
  const telling = said.textContent;
  let stream = null;
  let seen = "";
  let seenAt = 0;
  const stop = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    view.hidden = true;
    start.hidden = false;
  };
  const look = async (detector) => {
    if (!stream) return;
    let found = [];
    try { found = await detector.detect(video); } catch { /* a frame that is not there yet */ }
    const text = found.length ? found[0].rawValue.trim() : "";
    const now = Date.now();
    if (text && (text !== seen || now - seenAt > AGAIN)) {
      seen = text;
      box.value = text;
      form.requestSubmit();
    }
    if (text) seenAt = now;
    setTimeout(() => look(detector), TRY);
  };
  start.addEventListener("click", async () => {
    view.hidden = false;
    start.hidden = true;
    said.textContent = telling;
    try {
      const known = await window.BarcodeDetector.getSupportedFormats();
      const wanted = ["code_128", "code_39", "codabar", "itf", "qr_code", "ean_13"].filter((one) => known.includes(one));
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      video.srcObject = stream;
      await video.play();
      look(new window.BarcodeDetector({ formats: wanted }));
    } catch {
      stop();
      view.hidden = false;
      said.textContent = said.dataset.no;
    }
  });
  view.querySelector("[data-camera-stop]").addEventListener("click", stop);
  window.addEventListener("pagehide", stop);
})();
