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

  // What photographs and files need comes only with a page that has them.
  const files = document.querySelector("[data-picked]");
  if (files) document.head.append(Object.assign(document.createElement("script"), { src: files.dataset.picked }));

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

  // A long form, one step at a time. The words come with the form: `data-step-of="第 {step} 步，共 {steps} 步"`.
  all("form[data-steps]").forEach((form) => {
    const steps = all("[data-step]", form);
    const last = form.querySelector("[data-last]");
    const note = last?.querySelector("[data-draft-note]");
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
      // Whether it is kept is said in every step.
      if (note) (end ? last : foot).append(note);
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
