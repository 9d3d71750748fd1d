// What this phone keeps: what is being typed, and what was submitted until it has arrived. Both belong to who is signed in
// and go after 14 days. A form's own POST stays the normal way; docs/web.md lists the attributes.
"use strict";
(() => {
  const { owner, pages, sent } = document.body.dataset;
  if (!owner || !self.indexedDB) return;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const KEPT = 14 * 24 * 3600e3;
  const AGAIN = 30e3;
  const LONGEST = 15 * 60e3;

  // --- the database of this browser
  const opened = new Promise((done, fail) => {
    const asked = indexedDB.open("xingtu", 1);
    asked.onupgradeneeded = () => ["outbox", "drafts"].forEach((name) => asked.result.createObjectStore(name, { keyPath: "key" }));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  // Both stores in one transaction; what `act` asked for is the answer, once it is on disk.
  const work = async (act) => {
    const db = await opened;
    return new Promise((done, fail) => {
      const tx = db.transaction(["outbox", "drafts"], "readwrite", { durability: "strict" });
      const asked = act(tx.objectStore("outbox"), tx.objectStore("drafts"));
      tx.oncomplete = () => done(asked?.result);
      tx.onerror = tx.onabort = () => fail(tx.error);
    });
  };
  const each = (store, act) => {
    store.openCursor().onsuccess = ({ target: { result } }) => {
      if (!result) return;
      if (act(result.value)) result.delete();
      result.continue();
    };
  };
  const remove = (unwanted) => work((outbox, drafts) => [outbox, drafts].forEach((store) => each(store, unwanted)));
  const rows = async () => (await work((outbox) => outbox.getAll()))
    .filter((row) => row.owner === owner).sort((a, b) => a.at - b.at);
  const forget = (key) => work((outbox) => { outbox.delete(key); });
  // Only what is still there: another tab may have sent it meanwhile.
  const change = (key, to) => work((outbox) => {
    outbox.get(key).onsuccess = ({ target: { result } }) => result?.owner === owner && outbox.put({ ...result, ...to });
  });

  // --- drafts: never a token, a password or an ID number
  const typed = (form) => [...form.elements].filter((field) =>
    field.name && !("nodraft" in field.dataset) && !["hidden", "password", "file", "submit"].includes(field.type));
  const ticked = (field) => field.type === "radio" || field.type === "checkbox";
  const fill = (form, values) => values.forEach(([name, value]) => {
    const fields = [...form.elements].filter((field) => field.name === name);
    fields.forEach((field) => {
      if (ticked(field)) field.checked ||= field.value === value;
      else if (field.type !== "hidden" && field.type !== "submit") field.value = value;
    });
  });
  const draftKey = (name) => `${owner} ${name}`;
  const keepDraft = (form) => {
    const values = typed(form).filter((field) => !ticked(field) || field.checked).map((field) => [field.name, field.value]);
    return work((_, drafts) => { drafts.put({ key: draftKey(form.dataset.draft), owner, at: Date.now(), values }); });
  };
  all("form[data-draft]").forEach(async (form) => {
    const note = form.querySelector("[data-draft-note]");
    const said = () => { if (note) note.hidden = false; };
    let timer;
    const save = () => {
      if (!timer) return;
      clearTimeout(timer);
      timer = 0;
      keepDraft(form).then(said, () => {});
    };
    form.addEventListener("input", () => { timer ||= setTimeout(save, 2000); });
    form.addEventListener("submit", () => { clearTimeout(timer); timer = 0; });
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
    if (location.hash.startsWith("#fix=")) return;
    const held = await work((_, drafts) => drafts.get(draftKey(form.dataset.draft))).catch(() => null);
    const blank = typed(form).every((field) => ticked(field) ? !field.checked : field.value === "" || field.tagName === "SELECT");
    if (held && blank) {
      fill(form, held.values);
      said();
    }
  });

  // --- the network, as the last attempt found it
  const offline = (is) => {
    const banner = document.querySelector("[data-offline]");
    if (banner) banner.hidden = !is && navigator.onLine;
  };

  // --- submitting: kept first, then sent by the browser itself
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("outbox" in form.dataset) || event.defaultPrevented) return;
    event.preventDefault();
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrf");
    // The button that was pressed is left out of a form that is sent by a script.
    const { name, value } = event.submitter || {};
    const pressed = name && Object.assign(document.createElement("input"), { type: "hidden", name, value });
    if (pressed) fields.push([name, value]);
    const of = (name) => fields.find((field) => field[0] === name)?.[1];
    const { outbox: what, kind, draft, replaces } = form.dataset;
    const row = {
      key: of("key"), owner, url: form.getAttribute("action"), back: location.pathname + location.search,
      what: what && of(what) || "", kind, fields, state: "sending", at: Date.now(), tries: 0, next: 0,
    };
    const keeping = work((outbox, drafts) => {
      outbox.put(row);
      if (replaces && replaces !== row.key) outbox.delete(replaces);
      if (draft) drafts.delete(draftKey(draft));
    });
    // A phone whose store does not answer sends all the same.
    const patience = new Promise((done) => setTimeout(done, 1500));
    Promise.race([keeping, patience]).catch(() => {}).then(() => {
      if (pressed) form.append(pressed);
      HTMLFormElement.prototype.submit.call(form);
      if (pressed) pressed.remove();
    });
  });

  // --- sending what has not arrived
  const pause = (row, seconds) => {
    const tries = row.tries + 1;
    const wait = Math.max(Math.min(AGAIN * 2 ** (tries - 1), LONGEST), (seconds || 0) * 1000);
    return change(row.key, { state: "waiting", tries, next: Date.now() + wait });
  };
  const received = [];
  const run = async (force) => {
    const due = (await rows()).filter((row) => row.state !== "fix" && (force || row.next <= Date.now()));
    if (!due.length) return;
    const json = { Accept: "application/json" };
    const signIn = () => Promise.all(due.map((row) => change(row.key, { state: "signin" })));
    // The token of this very session, and whose it is: a page from the cache knows neither.
    let pass;
    try {
      const answer = await fetch("/outbox/token", { headers: json, cache: "no-store" });
      offline(false);
      if (answer.status === 401) return void await signIn();
      if (!answer.ok) return void await Promise.all(due.map((row) => pause(row, answer.headers.get("Retry-After"))));
      pass = await answer.json();
    } catch {
      offline(true);
      return void await Promise.all(due.map((row) => pause(row)));
    }
    if (pass.owner !== owner) return;
    for (const row of due) {
      await change(row.key, { state: "sending" });
      await show();
      try {
        const answer = await fetch(row.url, {
          method: "POST", headers: { ...json, "Idempotency-Key": row.key },
          body: new URLSearchParams([["csrf", pass.token], ...row.fields]),
        });
        const { status } = answer;
        if (answer.ok) {
          received.push({ ...row, fields: [], errors: null, state: "received", go: (await answer.json()).see });
          await forget(row.key);
          continue;
        }
        if (status === 401) return void await signIn();
        const problem = await answer.json().catch(() => ({}));
        if (status >= 500 || status === 429 || status === 408 || /:forged$/.test(problem.type)) {
          await pause(row, answer.headers.get("Retry-After"));
          continue;
        }
        const errors = problem.errors || [{ field: "", "zh-CN": problem.detail, en: problem.detail }];
        await change(row.key, { state: "fix", errors });
      } catch {
        await pause(row);
        offline(true);
        return;
      }
    }
  };
  let running;
  const drain = (force) => running ||= run(force).catch(() => {}).then(() => { running = null; return show(); });

  // --- what is on this phone
  const words = (error) => error[document.documentElement.lang] || error.en || "";
  const list = document.querySelector("[data-outbox-rows]");
  const line = (row) => {
    const made = list.nextElementSibling.content.cloneNode(true).firstElementChild;
    const at = (name) => made.querySelector(`[data-${name}]`);
    const say = list.dataset;
    at("what").textContent = [row.what, row.kind].filter(Boolean).join(" · ");
    const time = new Date(row.at).toLocaleString(document.documentElement.lang, { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
    at("when").textContent = say.when.replace("{time}", time);
    at("state").textContent = say[row.state];
    at("state").classList.add({ fix: "err", signin: "err", received: "ok", waiting: "warn" }[row.state] || "tag");
    const why = (row.errors || []).map(words).join(document.documentElement.lang === "en" ? "; " : "；");
    at("why").textContent = why;
    at("why").hidden = !why;
    const go = at("go");
    const lead = {
      fix: [say.goFix, `${row.back}#fix=${row.key}`], signin: [say.goSignin, "/sign-in?next=/outbox"], received: row.go && [say.goReceived, row.go],
    }[row.state];
    go.hidden = !lead;
    if (lead) [go.textContent, go.href] = lead;
    const drop = at("drop");
    drop.hidden = row.state === "received";
    drop.addEventListener("click", () => {
      if (drop.dataset.sure) return void forget(row.key).then(show);
      drop.dataset.sure = "1";
      drop.textContent = say.sure;
    });
    return made;
  };
  let shown = "";
  const show = async () => {
    const mine = await rows();
    all("[data-outbox-count]").forEach((place) => {
      place.hidden = !mine.length;
      place.querySelector("b").textContent = mine.length;
    });
    all("[data-outbox-some]").forEach((part) => { part.hidden = !mine.length; });
    all("[data-outbox-none]").forEach((part) => { part.hidden = !!mine.length; });
    const now = [...mine, ...received];
    // A line that stays keeps its focus.
    const state = JSON.stringify(now.map((row) => [row.key, row.state, row.errors]));
    if (list && state !== shown) list.replaceChildren(...now.map(line));
    shown = state;
  };
  all("[data-outbox-send]").forEach((button) => button.addEventListener("click", () => drain(true)));

  // --- signing out leaves nothing behind on a shared phone, and says first what would be lost
  const wipe = async () => {
    await remove((row) => row.owner === owner);
    if (self.caches) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== "/sign-out") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const go = () => HTMLFormElement.prototype.submit.call(form);
    try {
      if (!("leaving" in form.dataset) && (await rows()).length) return void location.assign("/outbox/leaving");
      await wipe();
    } catch { /* a store that does not open holds nothing to wipe */ }
    go();
  }, true);

  // --- the pages that open without a network: this user's, of this release
  const keepPages = async () => {
    const style = document.querySelector('link[rel="stylesheet"]').href;
    const name = `pages-${owner}-${style.split("/").at(-2)}`;
    await Promise.all((await caches.keys()).filter((one) => !pages || one !== name).map((one) => caches.delete(one)));
    if (!pages) return;
    const cache = await caches.open(name);
    const paths = pages.split(" ");
    const files = all('link[rel="stylesheet"], link[rel="icon"], head script[src]').map((file) => file.href || file.src);
    // All or nothing, so the first stands for the rest.
    if (!await cache.match(paths[0])) await cache.addAll([...paths, ...files]);
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    // A page that was on its way when the worker began is not in its care yet.
    if (!navigator.serviceWorker.controller) active.postMessage("claim");
  };

  // --- a record that was refused, opened again with what was typed
  const reopen = async (form, key) => {
    const row = (await rows()).find((one) => one.key === key);
    if (!row) return;
    form.reset();
    fill(form, row.fields);
    form.dataset.replaces = key;
    const box = document.querySelector("[data-fixing]");
    if (!box || !row.errors) return;
    box.querySelector("ul").replaceChildren(...row.errors.map((error) => {
      const one = document.createElement("li");
      const words_ = document.createElement(error.field ? "a" : "p");
      words_.textContent = words(error);
      if (error.field) words_.href = `#${error.field}`;
      one.append(words_);
      return one;
    }));
    box.hidden = false;
    box.focus();
  };

  const start = async () => {
    await remove((row) => row.at < Date.now() - KEPT);
    if (sent) await forget(sent);
    const done = all("[data-draft-done]").map((at) => draftKey(at.dataset.draftDone));
    await work((_, drafts) => { done.forEach((key) => drafts.delete(key)); });
    for (const form of all("form[data-outbox]")) {
      const { refused } = form.dataset;
      if (refused) {
        const errors = all(".errsum li").map((one) => ({ field: "", [document.documentElement.lang]: one.textContent.trim() }));
        await change(refused, { state: "fix", errors });
        form.dataset.replaces = refused;
      }
      if (location.hash.startsWith("#fix=")) await reopen(form, location.hash.slice(5));
    }
    await show();
    await drain(true);
  };
  start().catch(() => {});
  addEventListener("online", () => drain(true));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) drain(true); });
  setInterval(drain, AGAIN);
  if (self.caches && navigator.serviceWorker) keepPages().catch(() => {});
})();
