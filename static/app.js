// What pages do beyond their HTML. Everything works without this file; docs/web.md lists the attributes.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // The summary of what is wrong takes the focus, and its links lead to the field itself.
  all("[data-focus]").forEach((box) => box.focus());

  // Printing needs this script, so its button shows only now.
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // No network: say so at once, not after a failed page.
  const offline = document.querySelector("[data-offline]");
  if (offline) {
    const show = () => { offline.hidden = navigator.onLine; };
    addEventListener("online", show);
    addEventListener("offline", show);
    show();
  }

  // Photographs are made small before they are sent: the long side 1600 pixels, the way up they were taken. What is no picture,
  // or cannot be made smaller here, is sent as it is.
  const LONG_SIDE = 1600;
  const small = async (file) => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const share = LONG_SIDE / Math.max(picture.width, picture.height);
      if (share >= 1) return file;
      const paper = document.createElement("canvas");
      paper.width = Math.max(1, Math.round(picture.width * share));
      paper.height = Math.max(1, Math.round(picture.height * share));
      const pen = paper.getContext("2d");
      // JPEG has no transparency; what was transparent lies on white paper.
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, paper.width, paper.height);
      pen.imageSmoothingQuality = "high";
      pen.drawImage(picture, 0, 0, paper.width, paper.height);
      picture.close();
      const made = await new Promise((done) => paper.toBlob(done, "image/jpeg", 0.8));
      const name = `${file.name.replace(/\.[^.]*$/, "")}.jpg`;
      return made ? new File([made], name, { type: made.type, lastModified: file.lastModified }) : file;
    } catch { return file; }
  };
  // Files being made small, by form: it is sent when they are.
  const making = new Map();
  // The files picked in a field, each with its line and whether it has arrived.
  const picked = new Map();
  const size = (bytes) => bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
  const put = (field, files) => {
    const held = new DataTransfer();
    files.forEach((file) => held.items.add(file));
    field.files = held.files;
  };
  all('input[type="file"][data-picked]').forEach((field) => {
    const lines = document.createElement("ul");
    lines.className = "picked";
    lines.setAttribute("aria-live", "polite");
    (field.closest(".picker") || field).after(lines);
    // The lines say what is picked, in the page's language.
    field.classList.add("told");
    field.addEventListener("change", () => {
      const rows = [...field.files].map((file) => {
        const line = document.createElement("li");
        const [name, state] = ["b", "span"].map((kind) => document.createElement(kind));
        name.textContent = file.name;
        state.textContent = field.dataset.making;
        line.append(name, " ", state);
        return { file, line, say: (text, bad) => { state.textContent = text; line.classList.toggle("bad", !!bad); } };
      });
      lines.replaceChildren(...rows.map((row) => row.line));
      picked.set(field, rows);
      const work = (async () => {
        // One after the other: a decoded photograph takes a phone's memory.
        for (const row of rows) {
          const was = row.file.size;
          row.file = await small(row.file);
          row.say(row.file.size < was ? `${size(row.file.size)}${field.dataset.smaller.replace("{size}", size(was))}` : size(was));
        }
        // Unless others were picked meanwhile.
        if (picked.get(field) === rows) put(field, rows.map((row) => row.file));
      })();
      const done = Promise.allSettled([making.get(field.form), work]).then(() => {
        if (making.get(field.form) === done) making.delete(field.form);
      });
      making.set(field.form, done);
    });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const wait = making.get(form);
    const field = form.dataset.each && form.elements[form.dataset.each];
    const rows = field && picked.get(field);
    if (!wait && !(rows && rows.length && field.files.length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (wait) return void wait.then(() => form.requestSubmit(event.submitter));
    if (!form.dataset.sent) sendEach(form, field, rows, event.submitter);
  }, true);
  // Each file by itself, so that one that is refused or lost on the way does not lose the others.
  const sendEach = async (form, field, rows, button) => {
    form.dataset.sent = "1";
    button?.setAttribute("aria-disabled", "true");
    const here = new URL(location);
    const item = form.elements.item?.value;
    if (item !== undefined) here.searchParams.set("item", item);
    const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
    const left = [];
    for (const row of rows) {
      row.say(field.dataset.sending);
      const data = new FormData(form);
      data.delete(field.name);
      data.append(field.name, row.file);
      try {
        const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual", headers: { Accept: "text/html" } });
        if (answer.type === "opaqueredirect") { row.say(field.dataset.arrived); continue; }
        const page = await read(answer);
        page.querySelectorAll(".vh").forEach((part) => part.remove());
        const why = page.getElementById(`${field.name}-error`) || page.querySelector(".errsum li, main h1");
        row.say(`${field.dataset.refused}${why?.textContent.trim() || answer.status}`, true);
      } catch { row.say(field.dataset.lost, true); }
      left.push(row);
    }
    if (!left.length) return location.assign(here);
    picked.set(field, left);
    put(field, left.map((row) => row.file));
    delete form.dataset.sent;
    button?.removeAttribute("aria-disabled");
    if (left.length === rows.length) return;
    try {
      const fresh = (await read(await fetch(here))).getElementById("arrived");
      if (fresh) document.getElementById("arrived")?.replaceWith(fresh);
    } catch { /* what has arrived shows the next time the page is opened */ }
  };

  // One click, one POST. Coming back by the history gives the button back.
  const busy = new Map();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button && button.dataset.busy) {
      busy.set(button, button.textContent);
      // After the form's data was read: a disabled button would leave its value out.
      setTimeout(() => {
        button.textContent = button.dataset.busy;
        button.setAttribute("aria-disabled", "true");
      });
    }
  });
  addEventListener("pageshow", () => {
    all("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
    busy.forEach((text, button) => {
      button.textContent = text;
      button.removeAttribute("aria-disabled");
    });
    busy.clear();
  });

  // Leaving with something typed asks first.
  all("form[data-unsaved]").forEach((form) => {
    let typed = false;
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
    addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
  });

  // A draft stays on this device until the form was accepted. Never a token, a password or an ID number.
  const kept = (form) => [...form.elements].filter((field) =>
    field.name && field.name !== "csrf" && !("nodraft" in field.dataset)
    && !["hidden", "password", "file", "submit"].includes(field.type));
  const store = (work) => { try { return work(localStorage); } catch { return null; } };
  all("form[data-draft]").forEach((form) => {
    const key = `draft:${form.dataset.draft}`;
    const note = form.querySelector("[data-draft-note]");
    const blank = kept(form).every((field) => field.type === "radio" || field.type === "checkbox"
      ? !field.checked : field.value === "" || field.tagName === "SELECT");
    const draft = blank && store((s) => JSON.parse(s.getItem(key) || "null"));
    if (draft) {
      kept(form).forEach((field) => {
        const values = draft[field.name];
        if (!values) return;
        if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
        else field.value = values[0];
      });
      if (note) note.hidden = false;
    }
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const values = {};
        kept(form).forEach((field) => {
          if ((field.type === "radio" || field.type === "checkbox") && !field.checked) return;
          (values[field.name] ||= []).push(field.value);
        });
        if (store((s) => (s.setItem(key, JSON.stringify(values)), true)) && note) note.hidden = false;
      }, 500);
    });
  });
  // The page after an accepted form names the draft that is done with.
  all("[data-draft-done]").forEach((at) => store((s) => s.removeItem(`draft:${at.dataset.draftDone}`)));
  // Signing out leaves nothing behind on a shared phone.
  all('form[action="/sign-out"]').forEach((form) => form.addEventListener("submit", () => store((s) =>
    Object.keys(s).filter((key) => key.startsWith("draft:")).forEach((key) => s.removeItem(key)))));

  // A long form, one step at a time. The words come with the form: `data-step-of="第 {step} 步，共 {steps} 步"`.
  all("form[data-steps]").forEach((form) => {
    const steps = all("[data-step]", form);
    const last = form.querySelector("[data-last]");
    if (steps.length < 2) return;
    const bar = document.createElement("div");
    bar.className = "prog";
    const progress = document.createElement("progress");
    progress.max = steps.length;
    const words = document.createElement("span");
    bar.append(progress, words);
    form.prepend(bar);
    const foot = document.createElement("div");
    foot.className = "bottom";
    const button = (text, ghost) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = ghost ? "btn ghost" : "btn";
      made.textContent = text;
      return made;
    };
    const next = button(form.dataset.next);
    const back = button(form.dataset.back, true);
    // On a phone's page the way back is the one at the top, so that one button stays in reach of the thumb.
    const top = document.querySelector(".mtop a");
    foot.append(next);
    if (!top) foot.append(back);
    if (last) last.before(foot); else form.append(foot);
    let at = Math.max(0, steps.findIndex((step) => step.querySelector(".bad")));
    const show = (focus) => {
      steps.forEach((step, n) => { step.hidden = n !== at; });
      progress.value = at + 1;
      words.textContent = form.dataset.stepOf.replace("{step}", at + 1).replace("{steps}", steps.length);
      progress.setAttribute("aria-label", words.textContent);
      const end = at === steps.length - 1;
      next.hidden = end;
      back.hidden = at === 0;
      foot.hidden = end && (top || at === 0);
      if (last) last.hidden = !end;
      if (end) summarise();
      if (focus) {
        scrollTo(0, 0);
        const head = steps[at].querySelector("h1, h2, legend, label");
        if (head) { head.tabIndex = -1; head.focus({ preventScroll: true }); }
      }
    };
    // The last step repeats what was typed, ID numbers masked as everywhere.
    const summarise = () => all("[data-said]", form).forEach((place) => {
      const fields = all(`[name="${place.dataset.said}"]`, form);
      const chosen = fields.find((field) => field.checked);
      const [field] = fields;
      const text = !field ? "" : field.type === "radio" || field.type === "checkbox"
        ? (chosen ? chosen.closest("label").textContent.trim() : "")
        : field.tagName === "SELECT" ? field.selectedOptions[0]?.textContent.trim()
        : field.type === "date" && field.valueAsDate ? field.valueAsDate.toLocaleDateString(
          document.documentElement.lang, { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" })
        : field.value.trim();
      place.textContent = !text ? place.dataset.unsaid || "—" : "nodraft" in field.dataset && text.length > 8
        ? text.slice(0, 4) + "*".repeat(text.length - 8) + text.slice(-4) : `${text} ${place.dataset.unit || ""}`.trim();
    });
    const go = (to) => { at = to; show(true); };
    next.addEventListener("click", () => go(at + 1));
    back.addEventListener("click", () => go(at - 1));
    if (top) top.addEventListener("click", (event) => {
      if (at === 0) return;
      event.preventDefault();
      go(at - 1);
    });
    // A link to a field, in the error summary or the check, opens the step it is in.
    document.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      const field = link && document.getElementById(link.getAttribute("href").slice(1));
      const step = field && steps.findIndex((one) => one.contains(field));
      if (step >= 0 && step !== at && field !== null) {
        at = step;
        show(false);
        event.preventDefault();
        field.focus();
      }
    });
    // Enter means the next step, until the last.
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.tagName === "INPUT" && at < steps.length - 1) {
        event.preventDefault();
        go(at + 1);
      }
    });
    // The check repeats what this script reads; without it the fields above are the check.
    all("[data-scripted]", form).forEach((part) => { part.hidden = false; });
    show(false);
  });

  // One key, one sending: a page that comes back from a store would repeat the key of what was sent from it.
  addEventListener("pageshow", () => all("[data-key]").forEach((field) => {
    field.value = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }));

  // Totals while scoring are the server's own, by its own rule.
  all("form[data-preview]").forEach((form) => {
    let timer, under;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        under?.abort();
        under = new AbortController();
        try {
          const answer = await fetch(form.dataset.preview, {
            method: "POST", body: new URLSearchParams(new FormData(form)), signal: under.signal,
            headers: { Accept: "application/json" },
          });
          if (!answer.ok) return;
          const totals = await answer.json();
          all("[data-total]").forEach((place) => {
            const value = totals[place.dataset.total];
            if (value === undefined || value === null) return;
            if (place instanceof SVGElement) { place.setAttribute("width", value); return; }
            place.textContent = value;
            if (place.classList.contains("late")) place.hidden = !value;
          });
          all("[data-shown]").forEach((place) => {
            if (place.dataset.shown in totals) place.hidden = !totals[place.dataset.shown];
          });
        } catch { /* the next change tries again; submitting shows the total in any case */ }
      }, 250);
    });
  });
})();
