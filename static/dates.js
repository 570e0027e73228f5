// The bars above the results: one stop of the tab key with arrow keys inside, and a range by drag or with shift.
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const bars = () => [...document.querySelectorAll("#dates .bars > li")];
  const barOf = (element) => element?.closest?.("#dates .bars > li");
  const number = new Intl.NumberFormat("en");
  let from = null; // Where a range begins: a bar's place.
  let to = null;
  let dragging = false;

  const said = (first, last) => {
    const chosen = bars().slice(first, last + 1);
    const count = chosen.reduce((sum, bar) => sum + Number(bar.dataset.count), 0);
    const name = first === last ? chosen[0].dataset.label : `${chosen[0].dataset.label} to ${chosen.at(-1).dataset.label}`;
    return `${name}: ${number.format(count)} article${count === 1 ? "" : "s"}`;
  };
  const range = () => [Math.min(from, to), Math.max(from, to)];

  const show = (text) => {
    const line = find("bar-said");
    if (!line) return;
    line.dataset.usual ??= line.textContent;
    line.textContent = text ? `${text}.` : line.dataset.usual;
  };
  const mark = () => {
    const [first, last] = from === null ? [1, 0] : range();
    bars().forEach((bar, place) => bar.classList.toggle("chosen", place >= first && place <= last));
  };
  const forget = () => {
    from = to = null;
    dragging = false;
    mark();
    show("");
  };
  const narrow = () => {
    const [first, last] = range();
    const all = bars();
    const form = find("search");
    form.elements.namedItem("from").value = all[first].dataset.start;
    form.elements.namedItem("to").value = all[last].dataset.end;
    forget();
    form.requestSubmit();
  };

  // Only one bar at a time is a stop of the tab key. A bar without articles is one too, so that a range may begin there.
  const stop = (bar) => bar.querySelector("a") ?? bar;
  const prepare = () => {
    bars().forEach((bar, place) => stop(bar).setAttribute("tabindex", place === 0 ? "0" : "-1"));
    bars().forEach((bar) => { if (stop(bar) === bar) bar.setAttribute("aria-label", `${bar.dataset.label}: no articles`); });
  };
  document.addEventListener("DOMContentLoaded", prepare);
  document.addEventListener("htmx:afterSwap", prepare);

  const places = { ArrowLeft: (at) => at - 1, ArrowRight: (at) => at + 1, Home: () => 0, End: () => Infinity };
  document.addEventListener("keydown", (event) => {
    const bar = barOf(event.target);
    if (!bar || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = bars();
    const at = all.indexOf(bar);
    if (event.key in places) {
      event.preventDefault();
      const next = Math.max(0, Math.min(all.length - 1, places[event.key](at)));
      [from, to] = event.shiftKey ? [from ?? at, next] : [null, null];
      mark();
      all.forEach((one, place) => stop(one).setAttribute("tabindex", place === next ? "0" : "-1"));
      stop(all[next]).focus();
      if (from !== null) {
        show(said(...range()));
        find("status").textContent = `${said(...range())}. Enter shows them.`;
      }
    } else if (event.key === "Enter" && from !== null) {
      event.preventDefault();
      narrow();
    } else if (event.key === "Escape" && from !== null) {
      forget();
    }
  });
  document.addEventListener("focusin", (event) => {
    const bar = barOf(event.target);
    if (bar && from === null) show(said(bars().indexOf(bar), bars().indexOf(bar)));
  });
  document.addEventListener("focusout", (event) => {
    if (barOf(event.target) && !barOf(event.relatedTarget) && !dragging) forget();
  });

  const under = (event) => bars().indexOf(barOf(document.elementFromPoint(event.clientX, event.clientY)));
  document.addEventListener("pointerdown", (event) => {
    const bar = barOf(event.target);
    if (!bar || event.button !== 0 || find("dates-list")?.open) return;
    dragging = true;
    from = to = bars().indexOf(bar);
  });
  document.addEventListener("pointermove", (event) => {
    const bar = barOf(event.target);
    if (!dragging) {
      if (bar) show(said(bars().indexOf(bar), bars().indexOf(bar)));
      return;
    }
    const at = under(event);
    if (at < 0 || at === to) return;
    to = at;
    mark();
    show(said(...range()));
  });
  document.addEventListener("pointerup", () => {
    if (!dragging) return;
    dragging = false;
    if (from === to) from = to = null; // A click: the link itself leads on.
    else narrow();
  });
  document.addEventListener("pointercancel", forget);
  document.addEventListener("pointerout", (event) => {
    if (barOf(event.target) && !barOf(event.relatedTarget) && !dragging && from === null) show("");
  });
})();
