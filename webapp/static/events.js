// What just happened in the house, for every page. A browser opens few connections to one address, over all its tabs, so
// only a tab that is looked at listens; and where the browser has locks (https, localhost), one listens for all.
const types = ["visit.started", "visit.finished", "visit.changed", "health.changed", "reading"];
const heard = new EventTarget();
const shared = navigator.locks && self.BroadcastChannel ? new BroadcastChannel("porchlight") : null;
const readings = new Map();
let wanted = false;
let source, letGo, giveUp;

// Calls with the event's words; "open" each time the house is heard again, after which anything may be different.
export function listen(type, call) {
  heard.addEventListener(type, event => call(event.detail));
  wanted = true;
  start();
}

function hear(type, words) {
  heard.dispatchEvent(new CustomEvent(type, {detail: words}));
}

function tell(type, words) {
  if (type === "reading") readings.set(JSON.parse(words).board, words);
  hear(type, words);
  shared?.postMessage({type, words});
}

function open() {
  source = new EventSource("/api/v1/events");
  source.addEventListener("open", () => tell("open"));
  source.addEventListener("error", lookWhy);
  for (const type of types) source.addEventListener(type, event => tell(type, event.data));
}

// A browser tries again by itself, but not when it was refused: signed out elsewhere, the page must ask who is there.
async function lookWhy() {
  if (source?.readyState !== EventSource.CLOSED) return;
  const answer = await fetch("/api/v1/status").catch(() => null);
  if (answer?.status === 401) return location.reload();
  setTimeout(() => {
    stop();
    start();
  }, 30_000);
}

function start() {
  if (!wanted || document.hidden || giveUp) return;
  giveUp = new AbortController();
  if (!shared) return open();
  shared.postMessage({type: "ask"});
  navigator.locks.request("porchlight", {signal: giveUp.signal}, () => {
    open();
    return new Promise(done => letGo = done);
  }).catch(() => {});
}

function stop() {
  source?.close();
  letGo?.();
  giveUp?.abort();
  source = letGo = giveUp = undefined;
}

if (shared) {
  shared.onmessage = ({data: {type, words}}) => {
    if (type !== "ask") hear(type, words);
    else if (source) for (const reading of readings.values()) shared.postMessage({type: "reading", words: reading});
  };
}
document.addEventListener("visibilitychange", () => document.hidden ? stop() : start());
addEventListener("pagehide", stop);
addEventListener("pageshow", start);
