// One key a mention, or a docket; each key presses what is there anyway. Without this file buttons and links do the same.
"use strict";

const held = () => [...document.querySelectorAll("[data-held]")];
const current = () => document.activeElement?.closest("[data-held]") ?? (held().length === 1 ? held()[0] : null);

function go(step) {
  const all = held();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const named = `[data-key="${key}"]`; // nothing is done about a mention that nobody went to, but for the last undone
  const button = current()?.querySelector(named) ?? (key === "u" ? document.querySelector(`.last ${named}`) : null);
  if (button) button.click();
  else if (key === "s") current()?.querySelector(".words")?.focus(); // shown already: now without the blur
}

// Who dictates, or has other uses for single keys, turns them off.
const keys = document.querySelector(".keys");
const letters = keys?.dataset.letters ?? "samxnu";
const off = () => localStorage.getItem("keys") === "off";
const button = keys?.querySelector("button");
const name = () => { if (button) button.textContent = off() ? button.dataset.on : button.dataset.off; };
if (keys) keys.hidden = false;
name();
button?.addEventListener("click", () => { localStorage.setItem("keys", off() ? "on" : "off"); name(); });

document.addEventListener("keydown", (event) => {
  if (off()) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input:not([type=checkbox]), textarea, select")) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "?") {
    if (keys) { keys.open = !keys.open; keys.querySelector("summary").focus(); }
  } else if (letters.includes(event.key)) press(event.key);
  else return;
  event.preventDefault();
});

// All of a page are ticked, or none.
const all = document.querySelector("[data-all]");
if (all) all.hidden = false;
all?.addEventListener("change", (event) => {
  for (const one of document.querySelectorAll("[form=several][name=of]")) one.checked = event.target.checked;
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
