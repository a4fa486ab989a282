// Keeps the ceremony without a network. It acts below the ceremony's address only, and holds what the
// page has put into its store (keeping.js). The page itself and what is shown are asked of the site
// first, so that a right that was withdrawn is withdrawn here, too.
"use strict";
const SCOPE = new URL(registration.scope).pathname;
const STORE = `ceremony:${SCOPE}`;
const PATIENCE = 4000;
const REFUSALS = [401, 403, 404, 410];

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  event.respondWith(address.pathname.startsWith(SCOPE) ? page(request) : file(request));
});

async function kept(request) {
  // Asked by name, so that looking does not make a store.
  return caches.match(request, { cacheName: STORE, ignoreVary: true });
}

async function page(request) {
  try {
    const answer = await inTime(fetch(request));
    if (REFUSALS.includes(answer.status)) await caches.delete(STORE);
    if (answer.status < 500) return answer;
    return (await kept(request)) ?? answer;
  } catch (error) {
    const answer = await kept(request);
    if (answer) return answer;
    throw error;
  }
}

async function file(request) {
  // The page asks so when it fills the store.
  if (request.cache === "no-cache" || request.cache === "reload") return fetch(request);
  return (await kept(request)) ?? fetch(request);
}

function inTime(promise) {
  return Promise.race([
    promise,
    new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("too slow")), PATIENCE); }),
  ]);
}
