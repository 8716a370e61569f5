// The gallery works without this; with it, new visits appear by themselves and older ones follow on scrolling.
import {listen} from "./events.js";

const visits = document.querySelector("#visits");
const isLive = visits?.dataset.live === "true" || document.querySelector("[data-first-run]");
const pill = document.querySelector(".news button");
const item = id => visits.querySelector(`li[data-id="${id}"]`);
const isAtTop = () => scrollY < 120 && !document.querySelector("dialog[open], details[open], #selecting:checked, .card:focus-visible");
let waiting;

// The server draws every visit; a page is fetched and its parts are put in place.
async function page(address) {
  const answer = await fetch(address, {headers: {Accept: "text/html"}});
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

// What came since this browser was here last. The mark stays as long as the tab does.
function markNew() {
  try {
    const newest = Math.max(0, ...[...visits.querySelectorAll("li")].map(li => Number(li.dataset.seq)));
    const before = sessionStorage.getItem("seen") ?? localStorage.getItem("seen") ?? String(newest);
    sessionStorage.setItem("seen", before);
    localStorage.setItem("seen", String(Math.max(newest, Number(localStorage.getItem("seen")))));
    for (const li of visits.querySelectorAll("li")) {
      if (Number(li.dataset.seq) <= Number(before) || li.querySelector(".new")) continue;
      const mark = document.createElement("span");
      mark.className = "new";
      mark.textContent = visits.dataset.new;
      li.querySelector(".marks").append(mark);
    }
  } catch {
    // Without storage nothing is marked.
  }
}

function append(sections) {
  for (const section of sections) {
    const same = visits.querySelector(`section[data-day="${section.dataset.day}"] ol`);
    if (same) same.append(...[...section.querySelectorAll("li")].filter(li => !item(li.dataset.id)));
    else visits.append(section);
  }
}

// What was chosen stays chosen, and the keyboard stays where it was.
function replace(old, fresh) {
  const focused = old.querySelector(":focus");
  const isChosen = old.querySelector(":checked") !== null;
  old.replaceWith(fresh);
  fresh.querySelector(".pick input").checked = isChosen;
  if (focused) fresh.querySelector(focused.matches(".card") ? ".card" : ".pick input").focus({preventScroll: true});
}

// Changes in place what is shown already; what is new goes in only where it moves nothing under a finger.
function merge(fresh) {
  const parts = [...fresh.querySelectorAll("#visits section")];
  const added = parts.flatMap(part => [...part.querySelectorAll("li")]).filter(li => !item(li.dataset.id));
  for (const li of parts.flatMap(part => [...part.querySelectorAll("li")])) {
    const old = item(li.dataset.id);
    const unmarked = old?.cloneNode(true);
    unmarked?.querySelector(".new")?.remove();
    if (old && unmarked.innerHTML !== li.innerHTML) replace(old, li.cloneNode(true));
  }
  if (added.length > 0 && !isAtTop()) {
    waiting = fresh;
    const words = added.length === 1 ? pill.dataset.one : pill.dataset.many.replace("{0}", added.length);
    if (pill.textContent !== words) pill.textContent = words;
    pill.hidden = false;
  } else {
    insert(fresh);
  }
  markNew();
}

function insert(fresh) {
  waiting = undefined;
  if (pill) pill.hidden = true;
  const parts = [...fresh.querySelectorAll("#visits section")];
  if (parts.length > 0) visits.querySelector(":scope > .empty")?.remove();
  for (const part of parts.reverse()) {
    const same = visits.querySelector(`section[data-day="${part.dataset.day}"]`);
    if (same) {
      same.querySelector("h2").replaceWith(part.querySelector("h2"));
      const added = [...part.querySelectorAll("li")].filter(li => !item(li.dataset.id));
      same.querySelector("ol").prepend(...added);
    } else {
      visits.prepend(part);
    }
  }
  for (const part of [".days", "h1"]) {
    const [before, after] = [document.querySelector(part), fresh.querySelector(part)];
    if (before && after) before.replaceChildren(...after.childNodes);
  }
}

async function look() {
  if (!visits) return location.reload();
  const fresh = await page(location.href).catch(() => null);
  if (fresh?.querySelector("#visits")) merge(fresh);
}

pill?.addEventListener("click", () => {
  scrollTo({top: 0});
  if (waiting) insert(waiting);
  markNew();
  visits.querySelector(".card")?.focus({preventScroll: true});
});

let soon;
const later = () => {
  clearTimeout(soon);
  soon = setTimeout(look, 150);
};

if (isLive) {
  let wasOpen = false;
  for (const type of ["visit.started", "visit.finished", "visit.changed"]) listen(type, later);
  listen("open", () => {
    if (wasOpen) later();
    wasOpen = true;
  });
  addEventListener("visittaken", later);
  document.addEventListener("visibilitychange", () => document.hidden || later());
  // Back from a visit the page stands where it was left, and catches up.
  addEventListener("pageshow", event => event.persisted && later());
}

const older = new IntersectionObserver(async entries => {
  const more = entries.find(entry => entry.isIntersecting)?.target;
  if (!more || more.isAsked) return;
  more.isAsked = true;
  const next = await page(more.querySelector("a").href).catch(() => null);
  if (!next) return;
  more.remove();
  append(next.querySelectorAll("#visits section"));
  const follows = next.querySelector("#visits .more");
  if (follows) visits.append(follows);
  watchEnd();
  markNew();
}, {rootMargin: "800px"});

function watchEnd() {
  const more = visits?.querySelector(".more");
  if (more) older.observe(more);
}

const selecting = document.querySelector("#selecting");
const said = document.querySelector("#chosen p");
const hint = said?.textContent;
function count() {
  const chosen = visits.querySelectorAll(".pick :checked").length;
  const isTooMany = chosen > Number(said.dataset.most);
  said.textContent = chosen === 0 ? hint : isTooMany ? said.dataset.tooMany : said.dataset.count.replace("{0}", chosen);
  for (const button of document.querySelectorAll("#chosen button")) button.disabled = chosen === 0 || isTooMany;
}
visits?.addEventListener("change", count);
selecting?.addEventListener("change", () => {
  if (!selecting.checked) for (const box of visits.querySelectorAll(".pick :checked")) box.checked = false;
  count();
});

if (visits) {
  if (said) count();
  watchEnd();
  markNew();
}
