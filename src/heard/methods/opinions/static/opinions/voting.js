// Voting by single keys. The page works without this: it only presses what is on the page.
const form = document.querySelector("[data-vote]");
const bar = document.querySelector("[data-keys]");
const KEPT = "heard-voting-keys";

if (form && bar) {
  const toggle = bar.querySelector("[data-switch]");
  let on = true;
  try { on = localStorage.getItem(KEPT) !== "off"; } catch { /* a browser that keeps nothing */ }
  const show = () => { toggle.textContent = on ? toggle.dataset.on : toggle.dataset.off; };
  bar.hidden = false;
  show();
  toggle.addEventListener("click", () => {
    on = !on;
    try { localStorage.setItem(KEPT, on ? "on" : "off"); } catch { /* as above */ }
    show();
  });
  let gone = false;
  document.addEventListener("keydown", (event) => {
    if (!on || gone || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.matches("input, textarea, select, [contenteditable]")) return;
    const button = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    gone = true;
    form.requestSubmit(button);
  });
  window.addEventListener("pageshow", () => { gone = false; });
}
