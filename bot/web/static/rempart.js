// Without this file the pages can be read and every form sent; with it they are kept up to date by themselves.
"use strict";

// A part of a page that changes by itself: <div data-news="/where">; asked for anew when something happened.
const fresh = document.querySelector("[data-news]");
if (fresh && window.EventSource) {
  const news = new EventSource("/news");
  let first = true;
  news.addEventListener("news", () => {
    if (first) { first = false; return; }
    if (fresh.contains(document.activeElement) || fresh.querySelector("details[open]")) return; // somebody is at it
    htmx.ajax("GET", fresh.dataset.news, { target: fresh, swap: "innerHTML" });
  });
  window.addEventListener("pagehide", () => news.close());
}
