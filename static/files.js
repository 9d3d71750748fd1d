// Photographs and files before they are sent. app.js brings it into pages with such a field.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

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
})();
