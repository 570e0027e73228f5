// Stepping through the words searched for in an article: two buttons, and the keys n and p while the box "keys" is ticked.
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const hits = [...document.querySelectorAll("#text .m-hit, #text .held")];
  const steps = find("steps");
  if (!steps || !hits.length) return;
  const keys = find("step-keys");
  let at = -1;

  const say = () => { find("step-place").textContent = at < 0 ? `${hits.length} in the text` : `${at + 1} of ${hits.length}`; };
  const step = (by) => {
    hits[at]?.classList.remove("current");
    at = at < 0 && by < 0 ? hits.length - 1 : (at + by + hits.length) % hits.length;
    const hit = hits[at];
    hit.classList.add("current");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    hit.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    say();
    find("status").textContent = `${hit.textContent}, ${at + 1} of ${hits.length}: ${around(hit)}`;
  };
  // What is read out: the words on either side, so that a listener knows where the page has gone.
  const around = (hit) => {
    const text = hit.parentElement.textContent;
    const start = text.indexOf(hit.textContent);
    return text.slice(Math.max(0, start - 60), start + hit.textContent.length + 60).trim();
  };

  find("step-on").addEventListener("click", () => step(1));
  find("step-back").addEventListener("click", () => step(-1));
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!keys.checked || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else return;
    event.preventDefault();
  });

  // A single key may be spoken or struck by accident: who does not want it switches it off, once.
  // Where the browser keeps nothing (reading the storage then throws), the choice holds for this page.
  try {
    keys.checked = localStorage.getItem("step-keys") !== "off";
    keys.addEventListener("change", () => localStorage.setItem("step-keys", keys.checked ? "on" : "off"));
  } catch (error) {
    if (error.name !== "SecurityError") throw error;
  }
  steps.hidden = false;
  say();
})();
