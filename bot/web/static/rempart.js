// Without this file the pages can be read and every form sent; with it they are kept up to date by themselves.
"use strict";

// A part of a page that changes by itself: <div data-news="/where">; asked for anew when something happened.
const fresh = document.querySelector("[data-news]");
if (fresh && window.EventSource) {
  const news = new EventSource("/news");
  const busy = () => fresh.contains(document.activeElement) || fresh.querySelector("details[open]"); // somebody is at it
  let first = true;
  let late = false;
  const bring = () => {
    late = Boolean(busy());
    if (!late) htmx.ajax("GET", fresh.dataset.news, { target: fresh, swap: "innerHTML" });
  };
  news.addEventListener("news", () => {
    if (first) first = false;
    else bring();
  });
  for (const done of ["focusout", "toggle"]) { // what came meanwhile
    fresh.addEventListener(done, () => setTimeout(() => { if (late) bring(); }), true);
  }
  window.addEventListener("pagehide", () => news.close());
}
