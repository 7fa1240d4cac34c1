// A page that was asked for by "print" opens the browser's printing at once; without this file its button does.
addEventListener("load", () => window.print(), { once: true });
