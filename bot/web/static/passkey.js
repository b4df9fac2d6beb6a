// Passkeys: <form data-passkey="create" or "get" data-then="/where">; the form is shown where the browser knows them.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// What the server asks, with bytes where the browser wants bytes.
const asked = ({ publicKey }) => {
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    for (const one of publicKey[name] || []) one.id = bytes(one.id);
  }
  return { publicKey };
};

// What the device answers, as text.
const answered = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
};

const send = async (where, fields) => {
  const answer = await fetch(where, { method: "POST", body: new URLSearchParams(fields) });
  if (!answer.ok) throw new Error(answer.status);
  return answer;
};

const begin = async (form) => {
  const fields = new FormData(form);
  const question = asked(await (await send(`${form.getAttribute("action")}/ask`, fields)).json());
  fields.set("credential", answered(await navigator.credentials[form.dataset.passkey](question)));
  await send(form.getAttribute("action"), fields);
  location.assign(form.dataset.then);
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || /^[\d.]+$|^\[/.test(location.hostname)) continue; // a bare address has no keys
  const failed = form.querySelector("[role=alert]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try { await begin(form); } catch { failed.hidden = false; }
  });
}
