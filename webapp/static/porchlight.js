// Every page works without this; with it, new visits appear by themselves.

const visits = document.querySelector("#visits[data-live=true]");

// The same page is asked for anew and its list put in place: one way to draw a visit, and that is the server's.
async function redraw() {
  const answer = await fetch(location.href, {headers: {Accept: "text/html"}});
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#visits", ".days", "h1"]) {
    const [before, after] = [document.querySelector(part), fresh.querySelector(part)];
    if (before && after) before.replaceChildren(...after.childNodes);
  }
}

if (visits) {
  let soon;
  const later = () => {
    clearTimeout(soon);
    soon = setTimeout(redraw, 150);
  };
  const news = new EventSource("/api/v1/events");
  for (const type of ["visit.started", "visit.finished", "visit.changed"]) news.addEventListener(type, later);
  news.addEventListener("open", () => {
    if (news.wasOpen) later();
    news.wasOpen = true;
  });
  document.addEventListener("visibilitychange", () => document.hidden || later());
  addEventListener("pagehide", () => news.close());
}

const shoot = document.querySelector("form.shoot");
if (shoot) {
  shoot.addEventListener("submit", async event => {
    event.preventDefault();
    const [button, said] = [shoot.querySelector("button"), shoot.querySelector(".said")];
    button.disabled = true;
    said.textContent = "Taking a picture …";
    try {
      const answer = await fetch("/api/v1/visits", {method: "POST", body: new URLSearchParams(new FormData(shoot))});
      const words = await answer.json();
      said.textContent = answer.ok ? words.problem ?? "" : words.error;
      if (answer.ok) await redraw();
    } catch {
      said.textContent = "The house does not answer. Is porchlight running?";
    }
    button.disabled = false;
  });
}

addEventListener("keydown", event => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("input, select, textarea")) return;
  const rel = {ArrowLeft: "prev", ArrowRight: "next"}[event.key];
  document.querySelector(`.turn a[rel=${rel}]`)?.click();
});
