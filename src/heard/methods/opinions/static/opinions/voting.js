// Voting by single keys. The page works without this: it only presses what is on the page.
const form = document.querySelector("[data-vote]");
const bar = document.querySelector("[data-keys]");

if (form && bar) {
  let gone = false;
  document.addEventListener("keydown", (event) => {
    if (bar.dataset.state === "off" || gone || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.matches("input, textarea, select, [contenteditable]")) return;
    const button = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    gone = true;
    form.requestSubmit(button);
  });
  window.addEventListener("pageshow", () => { gone = false; });
}
