// Runs right after each menu, before the rest is drawn, so that the menus of a phone fold without a jump.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
document.documentElement.classList.add("folds");

for (const toggle of document.querySelectorAll(".nav-toggle:not([data-folds])")) {
  const list = document.getElementById(toggle.getAttribute("aria-controls"));
  toggle.dataset.folds = "";
  const narrow = window.matchMedia("(max-width: 40rem)");
  const show = (open) => {
    toggle.setAttribute("aria-expanded", String(open));
    list.hidden = narrow.matches && !open;
  };
  const settle = () => { toggle.hidden = !narrow.matches; show(false); };
  toggle.addEventListener("click", () => show(toggle.getAttribute("aria-expanded") !== "true"));
  narrow.addEventListener("change", settle);
  settle();
}
