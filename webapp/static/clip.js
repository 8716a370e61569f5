// The video of a visit: the line in the chart follows it, a click into the chart goes there, and a clip that stays as it
// was recorded is played picture by picture.
import {listen} from "./events.js";

const WIDTH = 600;
const AHEAD = 15;

const chart = document.querySelector(".chart svg");
const line = chart?.querySelector(".playing");

// `start` is the clip's first frame after the trigger, which is what the chart counts from.
function show(start, millis) {
  if (!line) return;
  const [first, last] = [Number(chart.dataset.first), Number(chart.dataset.last)];
  const x = Math.max(0, Math.min(WIDTH, (start + millis - first) / (last - first) * WIDTH));
  for (const end of ["x1", "x2"]) line.setAttribute(end, x);
  line.setAttribute("visibility", "visible");
}

function onClick(start, goTo) {
  chart?.addEventListener("click", event => {
    const box = chart.getBoundingClientRect();
    const [first, last] = [Number(chart.dataset.first), Number(chart.dataset.last)];
    goTo(Math.max(0, first + (event.clientX - box.left) / box.width * (last - first) - start));
  });
}

const video = document.querySelector("video");
if (video) {
  const start = Number(video.dataset.start);
  const follow = () => {
    show(start, video.currentTime * 1000);
    if (!video.paused) requestAnimationFrame(follow);
  };
  for (const what of ["play", "seeked"]) video.addEventListener(what, follow);
  onClick(start, millis => { video.currentTime = millis / 1000; });
}

const film = document.querySelector(".film");
if (film) play(film).catch(() => {});

async function play(film) {
  const address = film.dataset.film;
  const start = Number(film.dataset.start);
  const image = film.querySelector("img");
  const controls = film.querySelector(".controls");
  const button = controls.querySelector("button");
  const slider = controls.querySelector("input");
  const {frames} = await (await fetch(address.replace("clip.mkv", "clip.json"))).json();
  const pictures = new Map();
  const words = [button.textContent, button.dataset.pause];
  let [at, playing] = [0, false];
  slider.max = frames.at(-1)[0];
  controls.hidden = false;

  // Neighbours lie side by side in the file, so one request brings a second of them.
  async function load(from) {
    const some = frames.slice(from, from + AHEAD);
    const [begin, end] = [some[0][1], some.at(-1)[1] + some.at(-1)[2]];
    const answer = await fetch(address, {headers: {Range: `bytes=${begin}-${end - 1}`}});
    const bytes = await answer.arrayBuffer();
    some.forEach(([, offset, length], i) => pictures.set(from + i, bytes.slice(offset - begin, offset - begin + length)));
  }

  async function draw(index) {
    if (!pictures.has(index)) await load(index);
    const address = URL.createObjectURL(new Blob([pictures.get(index)], {type: "image/jpeg"}));
    const before = image.src;
    image.src = address;
    await image.decode().catch(() => {});
    if (before.startsWith("blob:")) URL.revokeObjectURL(before);
    for (const old of pictures.keys()) if (old < index || old > index + 2 * AHEAD) pictures.delete(old);
    at = index;
    slider.value = frames[index][0];
    show(start, frames[index][0]);
  }

  async function run() {
    const [begin, from] = [performance.now(), frames[at][0]];
    while (playing && at < frames.length - 1) {
      const next = frames.findIndex(([millis]) => millis >= from + performance.now() - begin);
      await (next < 0 ? draw(frames.length - 1) : next > at ? draw(next) : new Promise(requestAnimationFrame));
    }
    playing = false;
    button.textContent = words[0];
  }

  button.addEventListener("click", async () => {
    playing = !playing;
    button.textContent = words[playing ? 1 : 0];
    if (!playing) return;
    if (at === frames.length - 1) await draw(0);
    run();
  });
  const goTo = millis => {
    playing = false;
    draw(Math.max(0, frames.findIndex(frame => frame[0] >= millis)));
  };
  slider.addEventListener("input", () => goTo(Number(slider.value)));
  onClick(start, goTo);
}

// The page of a visit that is not finished shows how far its video is, and then the video.
const visit = document.querySelector("article.visit").dataset.id;
const bar = document.querySelector(".making progress");
if (bar) {
  const timer = setInterval(async () => {
    const page = await fetch(location.pathname + location.search).then(answer => answer.text()).catch(() => "");
    const now = new DOMParser().parseFromString(page, "text/html").querySelector(".making progress");
    if (now) bar.value = now.value;
    else if (page) { clearInterval(timer); location.reload(); }
  }, 2000);
}
// Whoever was given a link to this visit only hears nothing of the house.
if (document.querySelector(".path")) listen("visit.finished", id => { if (id === visit && !document.querySelector("video")) location.reload(); });
