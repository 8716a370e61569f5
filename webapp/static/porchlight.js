// Every page works without this. What all pages share: dark or light, the reader's own time, taking a picture, keys.

const root = document.documentElement;
const theme = document.querySelector("#theme");
const isDark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
theme.hidden = false;
theme.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // Then it lasts as long as the page.
  }
});

// Times stand in the house's zone; the reader's own is told on hover.
document.addEventListener("pointerover", event => {
  const time = event.target.closest?.("time");
  if (!time || time.title) return;
  const own = new Date(time.dateTime).toLocaleString(root.lang, {dateStyle: "medium", timeStyle: "medium"});
  time.title = document.body.dataset.yourTime.replace("{0}", own);
});

for (const shoot of document.querySelectorAll("form.shoot")) {
  shoot.addEventListener("submit", async event => {
    event.preventDefault();
    const [button, said] = [shoot.querySelector("button"), shoot.querySelector(".said")];
    button.disabled = true;
    said.textContent = shoot.dataset.taking;
    try {
      const answer = await fetch("/api/v1/visits", {method: "POST", body: new URLSearchParams(new FormData(shoot))});
      const words = await answer.json();
      said.textContent = answer.ok ? words.problem ?? "" : words.error;
      if (answer.ok) dispatchEvent(new Event("visittaken"));
    } catch {
      said.textContent = shoot.dataset.noAnswer;
    }
    button.disabled = false;
  });
}

for (const copy of document.querySelectorAll("[data-copies]")) {
  copy.hidden = false;
  copy.addEventListener("click", () => {
    // The clipboard API wants https, which a home network seldom has.
    const text = document.querySelector(`#${copy.dataset.copies}`);
    if (text.select) text.select(); else getSelection().selectAllChildren(text);
    if (document.execCommand("copy")) copy.textContent = copy.dataset.copied;
  });
}

const keys = document.querySelector("#keys");
const cards = () => [...document.querySelectorAll(".card")];
const current = () => document.activeElement?.closest?.("[data-id]") ?? document.querySelector("article[data-id]");

function move(step) {
  const turn = document.querySelector(`.turn a[rel=${step > 0 ? "next" : "prev"}]`);
  if (turn) return turn.click();
  const all = cards();
  const at = all.indexOf(document.activeElement);
  all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}

async function star() {
  const form = document.querySelector("form[action$='/keep']");
  if (form) return form.requestSubmit();
  const card = current();
  if (!card) return;
  const kept = !card.querySelector(".star");
  const answer = await fetch(`/api/v1/visits/${card.dataset.id}`, {
    method: "PATCH", body: JSON.stringify({kept}), headers: {"X-CSRF-Token": document.body.dataset.csrf ?? ""},
  });
  if (answer.ok) dispatchEvent(new Event("visittaken"));
}

function goToDate() {
  const calendar = document.querySelector("#calendar");
  if (!calendar) return location.assign(`/?month=${document.querySelector("time")?.dateTime.slice(0, 7) ?? ""}`);
  calendar.open = true;
  (calendar.querySelector("td a[aria-current], td a") ?? calendar.querySelector("summary")).focus();
}

function select() {
  const box = current()?.querySelector(".pick input");
  if (!box) return;
  const selecting = document.querySelector("#selecting");
  selecting.checked = true;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", {bubbles: true}));
}

function remove() {
  const form = document.querySelector("article form[action$='/delete']");
  if (form) return form.requestSubmit();
  if (!document.querySelector(".pick :checked")) select();
  if (document.querySelector(".pick :checked")) document.querySelector("#chosen .danger").click();
}

const bound = {
  j: () => move(1),
  k: () => move(-1),
  ArrowRight: () => move(1),
  ArrowLeft: () => move(-1),
  f: star,
  x: select,
  Delete: remove,
  g: goToDate,
  "?": () => keys.showModal(),
};

addEventListener("keydown", event => {
  if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") document.querySelectorAll("details.sheet[open]").forEach(sheet => {
    sheet.open = false;
    sheet.querySelector("summary").focus();
  });
  if (event.target.closest?.("input:not([type=checkbox]), select, textarea, video")) return;
  if (!bound[event.key]) return;
  event.preventDefault();
  bound[event.key]();
});
