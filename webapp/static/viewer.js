// The photo in full, which is a link without this. Pinch, wheel, double tap and drag; swipe or arrows turn on.

const dialog = document.querySelector("#viewer");
const image = dialog.querySelector("img");
const BIGGEST = 6;
const SWIPE = 60;
const TAP_MS = 300;

const fingers = new Map();
let [scale, x, y] = [1, 0, 0];
let opener;
let [began, lastTap, spread] = [null, 0, 0];

function place() {
  const [overX, overY] = [innerWidth * (scale - 1) / 2, innerHeight * (scale - 1) / 2];
  x = Math.max(-overX, Math.min(overX, x));
  y = Math.max(-overY, Math.min(overY, y));
  image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
}

// The point under the finger stays where it is.
function zoom(to, atX, atY) {
  const next = Math.max(1, Math.min(BIGGEST, to));
  const [dx, dy] = [atX - innerWidth / 2, atY - innerHeight / 2];
  x = dx - (dx - x) * next / scale;
  y = dy - (dy - y) * next / scale;
  scale = next;
  place();
}

function open(link) {
  opener = link;
  image.src = link.href;
  [scale, x, y] = [1, 0, 0];
  place();
  dialog.showModal();
}

function turn(rel) {
  const link = document.querySelector(`.turn a[rel=${rel}]`);
  if (link) location.assign(`${link.href}${dialog.open ? "#photo" : ""}`);
}

const links = [...document.querySelectorAll("a.enlarge")];
for (const link of links) link.addEventListener("click", event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});
if (location.hash === "#photo" && links[0]) open(links[0]);

dialog.addEventListener("close", () => {
  fingers.clear();
  history.replaceState(null, "", location.pathname);
  opener?.focus();
});
dialog.querySelector(".close").addEventListener("click", () => dialog.close());
for (const button of dialog.querySelectorAll(".turn-to")) button.addEventListener("click", () => turn(button.dataset.rel));
dialog.addEventListener("keydown", event => {
  const does = {
    ArrowLeft: () => turn("prev"),
    ArrowRight: () => turn("next"),
    "+": () => zoom(scale * 1.5, innerWidth / 2, innerHeight / 2),
    "-": () => zoom(scale / 1.5, innerWidth / 2, innerHeight / 2),
    0: () => zoom(1, 0, 0),
  }[event.key];
  if (!does || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  does();
});
dialog.addEventListener("wheel", event => {
  event.preventDefault();
  zoom(scale * Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
}, {passive: false});

const apart = () => {
  const [a, b] = [...fingers.values()];
  return {length: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2};
};

image.addEventListener("pointerdown", event => {
  event.preventDefault();
  image.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, {x: event.clientX, y: event.clientY});
  began = fingers.size === 1 ? {x: event.clientX, y: event.clientY, scale} : null;
  if (fingers.size === 2) spread = apart().length;
});
image.addEventListener("pointermove", event => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  fingers.set(event.pointerId, {x: event.clientX, y: event.clientY});
  if (fingers.size === 2) {
    const now = apart();
    zoom(scale * now.length / spread, now.x, now.y);
    spread = now.length;
  } else if (scale > 1) {
    x += event.clientX - before.x;
    y += event.clientY - before.y;
    place();
  }
});
image.addEventListener("pointerup", event => {
  fingers.delete(event.pointerId);
  if (!began || fingers.size > 0) return;
  const [dx, dy] = [event.clientX - began.x, event.clientY - began.y];
  if (began.scale === 1 && Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) return turn(dx < 0 ? "next" : "prev");
  if (began.scale === 1 && dy > 2 * SWIPE) return dialog.close();
  if (Math.hypot(dx, dy) > 10) return;
  if (event.timeStamp - lastTap < TAP_MS) zoom(scale > 1 ? 1 : 2.5, event.clientX, event.clientY);
  lastTap = event.timeStamp;
});
image.addEventListener("pointercancel", event => fingers.delete(event.pointerId));

// On the page itself a swipe over the picture turns on, too.
const figure = document.querySelector(".visit figure");
figure.addEventListener("touchstart", event => {
  began = event.touches.length === 1 ? {x: event.touches[0].clientX, y: event.touches[0].clientY} : null;
}, {passive: true});
figure.addEventListener("touchend", event => {
  if (!began || event.target.closest("video")) return;
  const [dx, dy] = [event.changedTouches[0].clientX - began.x, event.changedTouches[0].clientY - began.y];
  if (Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) turn(dx < 0 ? "next" : "prev");
});
