// Suggestions under the search box: a combobox with a list, after the ARIA pattern. Without this file the box works as it is.
(() => {
  "use strict";
  const box = document.getElementById("q");
  if (!box) return;
  const list = document.createElement("ul");
  Object.assign(list, { id: "suggestions", className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  box.after(list);
  const set = (name, value) => box.setAttribute(`aria-${name}`, value);
  box.setAttribute("role", "combobox");
  set("autocomplete", "list");
  set("controls", list.id);
  set("expanded", "false");

  let offered = [];
  let at = -1;
  let waiting = 0;
  let asking = null;

  const long = () => box.value.trim().length >= 2;
  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    at = -1;
    set("expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const part = (name, text) => Object.assign(document.createElement("span"), { className: name, textContent: text });
  const option = (one, number) => {
    const item = document.createElement("li");
    item.id = `suggestion-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(part("name", one.label));
    if (one.other) item.append(" ", part("other", one.other));
    if (one.kind !== "query") item.append(" ", part(`kind kind-${one.kind}`, one.kind === "source" ? "outlet" : one.kind));
    if (one.count !== null) item.append(" ", part("number", `${one.count.toLocaleString("en")} article${one.count === 1 ? "" : "s"}`));
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(number); });
    return item;
  };

  const show = (found) => {
    offered = found;
    at = -1;
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    set("expanded", String(found.length > 0));
    box.removeAttribute("aria-activedescendant");
    if (found.length) document.querySelector(".help")?.removeAttribute("open"); // It would lie over the list, or push it away.
  };

  const move = (step) => {
    list.children[at]?.setAttribute("aria-selected", "false");
    const places = offered.length + 1; // One of them is the box itself, at -1.
    at = ((at + 1 + step + places) % places) - 1;
    list.children[at]?.setAttribute("aria-selected", "true");
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else set("activedescendant", `suggestion-${at}`);
  };

  const take = (number) => {
    const { url, query } = offered[number];
    close();
    box.value = query;
    // Asked for in the answer's name, as its links are, so that an answer to the typing still on its way is called off.
    if (window.htmx && document.getElementById("answer")) htmx.ajax("GET", url, { source: "#answer", target: "#answer", swap: "outerHTML" });
    else location.assign(url);
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const typed = box.value;
    const asked = new URLSearchParams(new FormData(box.form));
    try {
      const response = await fetch(`/api/suggest?${asked}`, { signal: asking.signal });
      if (response.ok && box.value === typed && document.activeElement === box) show((await response.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close(); // Suggestions are a convenience: the search itself says when the archive is gone.
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    if (!long()) close();
    else waiting = setTimeout(ask, 120);
  });
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden) {
      if (event.key === "ArrowDown" && long()) {
        event.preventDefault();
        ask();
      }
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(at);
    } else if (event.key === "Enter") close();
  });
})();
