// Moderating by single keys. The page works without this: it only presses what is on it.
const desk = document.querySelector("[data-desk]");

if (desk) {
  const form = desk.querySelector("[data-form]");
  const said = desk.querySelector("[data-said]");
  const keys = desk.querySelector("[data-keys]");

  let gone = false;
  const press = (button) => {
    if (!button || button.disabled || gone) return;
    gone = true;
    button.form.requestSubmit(button);
  };
  const follow = (link) => {
    if (!link || gone) return;
    gone = true;
    location.assign(link.href);
  };
  const decide = (key) => {
    const first = form.querySelector("[data-key]");
    if (key !== "a" && !form.querySelector("[data-key]:checked")) {
      said.textContent = said.dataset.need;
      first?.focus();
      return;
    }
    press(form.querySelector(`[data-press="${key}"]`));
  };
  const choose = (key) => {
    const box = form.querySelector(`[data-key="${key}"]`);
    if (!box) return;
    box.checked = true;
    said.textContent = box.closest("label").querySelector("span").textContent;
  };

  document.addEventListener("keydown", (event) => {
    if (!keys || keys.dataset.state === "off" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return;
    if (event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
    const key = event.code.startsWith("Digit") ? event.code.slice(5) : event.key.toLowerCase();
    if (key === "u") press(desk.querySelector("[data-undo]"));
    else if (!form) return;
    else if (key === "j") follow(form.querySelector("[data-following]"));
    else if (key === "k") follow(form.querySelector("[data-previous]"));
    else if (["a", "h", "r"].includes(key)) decide(key);
    else if (/^[1-9]$/.test(key)) choose(key);
    else return;
    event.preventDefault();
  });
  window.addEventListener("pageshow", () => { gone = false; });
}
