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
  const where = key === "u" ? document : current(); // nothing is done about a mention that nobody went to
  const button = where?.querySelector(`[data-key="${key}"]`);
  if (button) button.click();
  else if (key === "s") where?.querySelector(".words")?.focus(); // shown already: now without the blur
}

// Who dictates, or has other uses for single keys, turns them off.
const keys = document.querySelector(".keys");
const off = () => localStorage.getItem("keys") === "off";
const button = keys?.querySelector("button");
const name = () => { if (button) button.textContent = off() ? button.dataset.on : button.dataset.off; };
if (keys) keys.hidden = false;
name();
button?.addEventListener("click", () => { localStorage.setItem("keys", off() ? "on" : "off"); name(); });

document.addEventListener("keydown", (event) => {
  if (off()) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "?") {
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

// What was refused is told as a page of its own.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status < 400) return;
  event.detail.shouldSwap = true;
  event.detail.target = document.body;
  event.detail.swapOverride = "innerHTML";
});
