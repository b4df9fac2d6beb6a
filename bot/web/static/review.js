// One key a mention; each key presses a button that is there anyway. Without this file the buttons do the same.
"use strict";

const held = () => [...document.querySelectorAll("[data-held]")];
const current = () => document.activeElement?.closest("[data-held]");

function go(step) {
  const all = held();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const where = key === "u" ? document : current() ?? held()[0];
  (where?.querySelector(`[data-key="${key}"]`) ?? null)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "?") {
    const keys = document.querySelector(".keys");
    if (keys) { keys.open = !keys.open; keys.querySelector("summary").focus(); }
  } else if ("samxnu".includes(event.key)) press(event.key);
  else return;
  event.preventDefault();
});

// After an action: on to the mention that the address names, or the first; after a reveal: stay with it.
const named = location.hash.startsWith("#m-") ? document.getElementById(location.hash.slice(1)) : null;
if (named || new URLSearchParams(location.search).has("said")) (named ?? held()[0])?.focus();
document.addEventListener("htmx:afterSwap", (event) => {
  document.getElementById(event.detail.target.id)?.focus();
});
