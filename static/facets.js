// Beside the results: arrow keys from value to value, space to tick one as boxes are, minus to exclude one, Escape to put away what explains one.
(() => {
  "use strict";
  const root = document.documentElement;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  const valueOf = (element) => element?.closest?.(".facets .value, .all .value");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Escape") {
      root.classList.add("no-tips");
      document.querySelectorAll(".explain[open]").forEach((one) => {
        one.open = false;
        if (one.nextElementSibling.contains(document.activeElement)) one.firstElementChild.focus();
      });
      return;
    }
    const value = valueOf(event.target);
    if (!value) return;
    if (event.key === " ") {
      event.preventDefault();
      value.click();
    } else if (event.key === "-") value.parentElement.querySelector(":scope > .without")?.click();
    const values = [...value.closest(".facets, .all").querySelectorAll(".value")].filter((one) => one.checkVisibility());
    const next = values[values.indexOf(value) + (steps[event.key] ?? 0)];
    if (!(event.key in steps) || !next) return;
    event.preventDefault();
    next.focus();
  });
  for (const name of ["focusin", "pointerover"])
    document.addEventListener(name, (event) => { if (valueOf(event.target)) root.classList.remove("no-tips"); });
  document.addEventListener("click", (event) => {
    const inside = event.target.closest?.(".explain, .tip");
    if (!inside) document.querySelectorAll(".explain[open]").forEach((one) => { one.open = false; });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const list = event.detail.target?.querySelector?.(":scope > [data-said]");
    if (event.detail.target?.matches(".found, #listed") && list) document.getElementById("status").textContent = list.dataset.said;
  });
})();
