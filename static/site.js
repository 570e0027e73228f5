// What the page does beyond htmx. Everything here is a convenience: without it every link and the form still work.
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const isBox = (element) => element?.id === "q";
  document.documentElement.classList.add("js");

  // The text an answer was last asked for by Enter or a link: typing that ends on the same text asks nothing again.
  let settled = null;
  document.addEventListener("htmx:confirm", (event) => {
    const typed = find("q").value;
    const typing = isBox(event.detail.elt);
    if (typing && typed === settled) event.preventDefault();
    settled = typing ? null : typed;
  });

  // An answer to less than what is typed by now is dropped: the next one is on its way.
  let open = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { requestConfig, xhr, target } = event.detail;
    if (target?.id !== "answer") return;
    const overtaken = isBox(requestConfig.elt) && requestConfig.parameters.q !== find("q").value;
    const ours = xhr.getResponseHeader("Content-Type")?.startsWith("text/html");
    if (overtaken || !ours) event.detail.shouldSwap = false;
    open = [...document.querySelectorAll("#answer details[open][id]")].map((details) => details.id);
  });

  let announcing = 0;
  document.addEventListener("htmx:afterSwap", (event) => {
    const answer = find("answer");
    if (!answer || event.detail.target?.id !== "answer") return;
    const { title, query, said } = answer.dataset;
    document.title = title;
    open.forEach((id) => find(id)?.setAttribute("open", ""));
    if (query !== undefined && document.activeElement !== find("q")) find("q").value = settled = query;
    if (document.activeElement === document.body) find("count")?.focus({ preventScroll: true });
    find("trouble").hidden = true;
    clearTimeout(announcing); // One announcement once typing rests, not one a key.
    announcing = setTimeout(() => { find("status").textContent = said; }, 500);
  });

  for (const name of ["htmx:sendError", "htmx:timeout"])
    document.addEventListener(name, () => { find("trouble").hidden = false; });
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());

  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    find("q").select();
    find("q").focus();
  });

  // The sheet for those who cite lies over the results: Escape and a click beside it close it.
  const closeSheet = (beside) => {
    const sheet = find("cite");
    if (!sheet?.open || (beside && sheet.contains(beside))) return;
    sheet.open = false;
    if (!beside) sheet.querySelector("summary").focus();
  };
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeSheet(); });
  document.addEventListener("click", (event) => closeSheet(event.target));

  // navigator.clipboard exists on https and localhost only; elsewhere the old way still works.
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = text;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("not copied");
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const address = new URL(button.dataset.copy, location.origin).href;
    try {
      await copy(address);
      button.textContent = "Link copied";
    } catch {
      button.textContent = "Copy failed";
      window.prompt("Copy this link:", address);
    }
    find("status").textContent = button.textContent;
    button.focus();
    setTimeout(() => { button.textContent = "Copy link"; }, 2000);
  });
})();
