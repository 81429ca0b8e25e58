// j and k go from post to post, Enter opens it. The links work without this.
const keys = document.querySelector("[data-keys]");
const links = [...document.querySelectorAll("[data-desk] [data-open]")];
document.addEventListener("keydown", (event) => {
  if (!keys || keys.dataset.state === "off" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select, [contenteditable]")) return;
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (!step || !links.length) return;
  event.preventDefault();
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
  next.focus();
  next.closest("li").scrollIntoView({ block: "nearest" });
});
