// The live page asks for one frame after the other: a slow phone gets fewer, and none that is old.
import {listen} from "./events.js";

const shortest = 100; // ms: ten pictures a second are enough to see who comes
const longest = 8_000; // ms between tries when the house does not answer
const words = document.querySelector("#live").dataset;
const page = Math.random().toString(36).slice(2, 10);
const views = [...document.querySelectorAll(".view")].map(element => {
  const part = name => element.querySelector(name);
  return {element, name: element.dataset.camera, seq: 0, picture: part(".picture"), none: part(".none"), mark: part(".mark"), reason: part(".reason")};
});

const wait = time => new Promise(done => setTimeout(done, time));
const seen = () => new Promise(done => {
  const look = () => {
    if (document.hidden) return;
    document.removeEventListener("visibilitychange", look);
    done();
  };
  document.addEventListener("visibilitychange", look);
  look();
});

async function show(view, jpeg) {
  const before = view.picture.src;
  view.picture.src = URL.createObjectURL(jpeg);
  await view.picture.decode();
  if (before.startsWith("blob:")) URL.revokeObjectURL(before);
  view.picture.hidden = false;
  view.none.hidden = true;
}

function mark(view, state, words, reason = "") {
  view.element.dataset.state = state;
  if (view.mark.textContent !== words) view.mark.textContent = words;
  if (view.reason.textContent !== reason) view.reason.textContent = reason;
}

// Why a camera gives nothing, as the status page says it.
async function reason(view) {
  const answer = await fetch("/api/v1/status");
  const part = (await answer.json()).parts.find(one => one.part === `camera ${view.name}`);
  return part && part.state !== "ok" ? part.words : words.still;
}

async function next(view) {
  const stop = new AbortController();
  const hide = () => document.hidden && stop.abort();
  document.addEventListener("visibilitychange", hide);
  try {
    const answer = await fetch(`/live/${view.name}.jpg?after=${view.seq}&page=${page}`, {cache: "no-store", signal: stop.signal});
    if (!answer.ok) {
      mark(view, "away", words.none, await answer.text());
      return false;
    }
    if (answer.status === 200) {
      await show(view, await answer.blob());
      view.seq = Number(answer.headers.get("X-Frame-Seq"));
    }
    if (answer.headers.has("X-Frame-Stale")) {
      const at = new Date(Date.now() - answer.headers.get("X-Frame-Age"));
      mark(view, "stale", words.stale.replace("{0}", at.toLocaleTimeString([], {hour12: false})), await reason(view));
    } else if (answer.status === 200) {
      mark(view, "live", words.live);
    }
    return true;
  } finally {
    document.removeEventListener("visibilitychange", hide);
  }
}

async function watch(view) {
  for (let pause = shortest; ; ) {
    await seen();
    const begin = performance.now();
    let good = false;
    try {
      good = await next(view);
    } catch {
      if (!document.hidden) mark(view, "away", words.none, words.noAnswer);
    }
    pause = good || document.hidden ? shortest : Math.min(pause * 2, longest);
    await wait(Math.max(0, pause - (performance.now() - begin)));
  }
}

function say({board, motion, distance_cm: distance}) {
  for (const line of document.querySelectorAll(`.board[data-board="${CSS.escape(board)}"]`)) {
    line.dataset.motion = motion;
    line.querySelector(".motion").textContent = motion ? words.motion : words.noMotion;
    line.querySelector("meter").value = distance ?? 0;
    line.querySelector(".cm").textContent = distance === null ? words.noEcho : words.cm.replace("{0}", distance);
  }
}

for (const view of views) {
  const whole = view.element.querySelector(".whole");
  const fill = () => view.element.classList.toggle("full"); // an iPhone has no full screen for pictures
  whole.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (view.element.requestFullscreen && !view.element.classList.contains("full")) view.element.requestFullscreen().catch(fill);
    else fill();
  });
  watch(view);
}
listen("reading", reading => say(JSON.parse(reading)));
