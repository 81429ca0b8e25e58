// Coding by single keys. The form works without this: it only presses what is on the page.
const form = document.querySelector("[data-coding]");

if (form && form.querySelector("[data-next]:not([disabled])")) {
  const said = form.querySelector("[data-said]");
  const keys = form.querySelector("[data-keys]");
  const boxes = new Map([...form.querySelectorAll("[data-key]")].map((box) => [box.dataset.key, box]));

  const stanceOf = (box) => form.elements.namedItem(`stance-${box.value}`);
  const tell = (box) => {
    const stance = box.checked ? `, ${stanceOf(box).selectedOptions[0].textContent}` : "";
    said.textContent = `${box.closest("label").querySelector("span").textContent}: ${box.checked ? said.dataset.yes : said.dataset.no}${stance}`;
  };
  const press = (box, turn) => {
    if (turn) {
      const stance = stanceOf(box);
      stance.selectedIndex = (stance.selectedIndex + 1) % stance.options.length;
      box.checked = true;
    } else {
      box.checked = !box.checked;
      if (!box.checked) stanceOf(box).selectedIndex = 0;
    }
    tell(box);
  };
  // A stance without its theme would be lost: choosing one ticks the theme.
  form.addEventListener("change", (event) => {
    if (!event.target.matches("select")) return;
    const box = event.target.closest("li").querySelector("[type=checkbox]");
    if (event.target.value) box.checked = true;
  });

  let gone = false;
  const go = (button) => {
    if (gone) return;
    gone = true;
    form.requestSubmit(button);
  };
  document.addEventListener("keydown", (event) => {
    if (keys.dataset.state === "off" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    const typing = at.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing) return;
    const pressing = at.closest("a, button, summary, input");
    const physical = event.code.startsWith("Digit") ? event.code.slice(5) : event.key.toLowerCase();
    if (event.key === "Enter" || event.key === " ") {
      if (pressing) return;
      event.preventDefault();
      go(form.querySelector("[data-next]"));
    } else if (physical === "u" && !event.shiftKey) {
      event.preventDefault();
      const undo = form.querySelector("[data-undo]");
      if (undo) go(undo);
    } else if (physical === "n" && !event.shiftKey) {
      event.preventDefault();
      document.getElementById("new-theme")?.focus();
    } else if (boxes.has(physical)) {
      event.preventDefault();
      press(boxes.get(physical), event.shiftKey);
    }
  });
  window.addEventListener("pageshow", () => { gone = false; });
}
