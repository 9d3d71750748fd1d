// Answers when the network does not: the pages an operator needs without it, and the queue in place of a form that was lost.
"use strict";
// What goes through the outbox (data-outbox in the templates); any other form that fails is the browser's to report.
const QUEUED = ["/hires", "/hires/at-work"];
const kept = async () => {
  const name = (await caches.keys()).find((one) => one.startsWith("pages-"));
  return name && caches.open(name);
};
const page = async (request, path) => {
  try {
    const answer = await fetch(request);
    const cache = answer.ok && !answer.redirected && await kept();
    // Only what outbox.js put there is brought up to date.
    if (cache && await cache.match(path)) await cache.put(path, answer.clone());
    return answer;
  } catch (error) {
    const cache = await kept();
    const held = cache && (await cache.match(path) || await cache.match("/outbox"));
    if (held) return held;
    throw error;
  }
};
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(page(request, url.pathname));
    else if (QUEUED.includes(url.pathname)) event.respondWith(fetch(request).catch(() => Response.redirect("/outbox", 303)));
  } else if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request).then((held) => held || fetch(request)));
  }
});
