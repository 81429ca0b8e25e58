// Everything here is an improvement: each page works without it.
const root = document.documentElement;

// GOV.UK Frontend: character counts, focus on the error summary, double-click guard.
const govuk = import(root.dataset.govuk).catch(() => null);

const slips = new ResizeObserver((changes) => {
  for (const { target: frame, contentRect: { width } } of changes) {
    if (frame.dataset.width === String(width)) continue;
    frame.dataset.width = width;
    const table = frame.querySelector("table");
    table.classList.remove("slips");
    if (!width || width > 640 || frame.scrollWidth <= frame.clientWidth + 1) continue;
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.innerText.trim());
    const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) {
      part.setAttribute("role", roles[part.tagName] || (part.scope === "col" ? "columnheader" : "rowheader"));
    }
    for (const row of table.querySelectorAll("tbody tr")) {
      if (row.children.length === heads.length) [...row.children].slice(1).forEach((cell, n) => { cell.dataset.head = heads[n + 1]; });
    }
    table.classList.add("slips");
  }
});

function enhance(scope) {
  govuk.then((parts) => {
    if (!parts) return;
    const { createAll, Button, CharacterCount, ErrorSummary, PasswordInput } = parts;
    [Button, CharacterCount, ErrorSummary, PasswordInput].forEach((part) => createAll(part, undefined, scope));
  });

  // "Print this page" and "Copy" appear only where they can work.
  for (const button of scope.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of scope.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.nextElementSibling.textContent = button.dataset.done;
    });
  }

  // Single keys can be switched off, and stay so (WCAG 2.1.4). A room's own script asks `data-state` before each key.
  for (const bar of scope.querySelectorAll("[data-keys]")) {
    const toggle = bar.querySelector("[data-switch]"), kept = `heard-${bar.dataset.keys}-keys`;
    const show = (state) => {
      bar.dataset.state = state;
      toggle.textContent = toggle.dataset[state];
    };
    let before = null;
    try { before = localStorage.getItem(kept); } catch { /* a browser that keeps nothing */ }
    bar.hidden = false;
    show(before === "off" ? "off" : "on");
    toggle.addEventListener("click", () => {
      show(bar.dataset.state === "on" ? "off" : "on");
      try { localStorage.setItem(kept, bar.dataset.state); } catch { /* as above */ }
    });
  }

  // A table that is too wide for a phone becomes slips: one for each row, its headings beside its figures.
  if (document.body.classList.contains("resident")) {
    for (const frame of scope.querySelectorAll(".table > .scroll")) slips.observe(frame);
  }

  // Filters that only choose from lists answer at once; the button stays for everyone else.
  for (const form of scope.querySelectorAll("form[data-at-once]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
    });
  }
}

// htmx: what it brings is enhanced like the rest, and its requests carry the token that forms carry.
document.body.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) enhance(event.detail.elt); });
document.body.addEventListener("htmx:configRequest", (event) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (token) event.detail.headers["X-CSRFToken"] = token[1];
});

enhance(document);
