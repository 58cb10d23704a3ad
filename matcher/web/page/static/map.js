// A map that zooms and moves; signs keep their size.

const MOST = 40;
const STEP = 1.6;

export function zoomable(frame) {
  const map = frame.querySelector("svg");
  const wide = Number(map.dataset.wide);
  const tall = Number(map.dataset.tall);
  const signs = [...map.querySelectorAll(".sign")];
  const quiet = signs.filter((one) => one.classList.contains("quiet"));
  const view = { x: 0, y: 0, zoom: 1 };
  // On a narrow screen the map is wider than its window: begin with our city in the middle.
  const home = map.querySelector(".sign.query");
  const pane = map.parentElement;
  if (home)
    pane.scrollLeft = Number(home.dataset.x) / wide * map.clientWidth - pane.clientWidth / 2;

  function show() {
    const [w, h] = [wide / view.zoom, tall / view.zoom];
    view.x = Math.min(Math.max(view.x, 0), wide - w);
    view.y = Math.min(Math.max(view.y, 0), tall - h);
    map.setAttribute("viewBox", `${view.x} ${view.y} ${w} ${h}`);
    for (const one of signs)
      one.setAttribute("transform",
        `translate(${one.dataset.x} ${one.dataset.y}) scale(${1 / view.zoom})`);
    // Close enough, every name has room.
    for (const one of quiet) one.classList.toggle("quiet", view.zoom < 4);
  }

  function zoom(factor, x = view.x + wide / view.zoom / 2, y = view.y + tall / view.zoom / 2) {
    const next = Math.min(Math.max(view.zoom * factor, 1), MOST);
    view.x = x - (x - view.x) * (view.zoom / next);
    view.y = y - (y - view.y) * (view.zoom / next);
    view.zoom = next;
    show();
  }

  function move(x, y) {
    view.x += x / view.zoom;
    view.y += y / view.zoom;
    show();
  }

  const acts = {
    in: () => zoom(STEP),
    out: () => zoom(1 / STEP),
    all: () => zoom(0),
  };
  for (const button of frame.querySelectorAll("[data-zoom]"))
    button.addEventListener("click", acts[button.dataset.zoom]);

  map.addEventListener("keydown", (event) => {
    const keys = {
      "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.all,
      ArrowLeft: () => move(-60, 0), ArrowRight: () => move(60, 0),
      ArrowUp: () => move(0, -40), ArrowDown: () => move(0, 40),
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  // A sign in focus is brought into view.
  map.addEventListener("focusin", (event) => {
    const sign = event.target.closest(".sign");
    if (!sign || view.zoom === 1) return;
    view.x = Number(sign.dataset.x) - wide / view.zoom / 2;
    view.y = Number(sign.dataset.y) - tall / view.zoom / 2;
    show();
  });

  function point(event) {
    const box = map.getBoundingClientRect();
    return [view.x + (event.clientX - box.left) / box.width * wide / view.zoom,
      view.y + (event.clientY - box.top) / box.height * tall / view.zoom];
  }

  // With the control key, as a page scrolls without it; pinching a touchpad sends the same.
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? STEP : 1 / STEP, ...point(event));
  }, { passive: false });
  map.addEventListener("dblclick", (event) => zoom(STEP, ...point(event)));

  let drag;
  map.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".sign") || view.zoom === 1) return;
    drag = [event.clientX, event.clientY];
    map.setPointerCapture(event.pointerId);
  });
  map.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const scale = wide / map.getBoundingClientRect().width;
    move((drag[0] - event.clientX) * scale, (drag[1] - event.clientY) * scale);
    drag = [event.clientX, event.clientY];
  });
  for (const end of ["pointerup", "pointercancel"])
    map.addEventListener(end, () => { drag = undefined; });
}
