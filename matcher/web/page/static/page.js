// Everything here makes the page quicker; nothing here is needed to use it.

import { AreaPicker, CityPicker } from "./picker.js";
import { zoomable } from "./map.js";
import { texts, fill } from "./texts.js";
import { tryWeights } from "./whatif.js";

const SLOW_MS = 400;

const working = document.getElementById("working");

for (const one of document.querySelectorAll(".scripted, .map-controls")) one.hidden = false;
document.getElementById("problems")?.focus();

// Pickers

const areas = [...document.querySelectorAll("#areas option")].map((one) =>
  ({ name: one.value, value: one.dataset.value, kind: one.dataset.kind }));

function makePickers(root) {
  for (const field of root.querySelectorAll("[data-pick]")) {
    const input = field.querySelector("input:not([type=hidden])");
    if (field.dataset.pick === "areas") new AreaPicker(input, areas);
    else new CityPicker(input, field.querySelector(`input[name="${field.dataset.id}"]`));
  }
}

const tiers = document.getElementById("tiers");
const blank = tiers?.lastElementChild.cloneNode(true);
makePickers(document);

document.getElementById("more")?.addEventListener("click", (event) => {
  event.preventDefault();
  const number = tiers.children.length + 1;
  const tier = blank.cloneNode(true);
  tier.querySelector("legend").textContent = fill(texts.ask_tier_more, { number });
  for (const one of tier.querySelectorAll("[id]")) one.id = one.id.replace(/\d+/, number);
  for (const one of tier.querySelectorAll("[for]"))
    one.htmlFor = one.htmlFor.replace(/\d+/, number);
  for (const one of tier.querySelectorAll("input")) one.value = "";
  for (const one of tier.querySelectorAll(".problem")) one.remove();
  tiers.append(tier);
  makePickers(tier);
  tier.querySelector("input:not([type=hidden])").focus();
});

// Sliders say their value

for (const slider of document.querySelectorAll(".slider input")) {
  const output = slider.parentElement.querySelector("output");
  slider.addEventListener("input", () => { output.value = slider.value; });
  slider.form.addEventListener("reset", () => { output.value = slider.defaultValue; });
}

// Short addresses and progress

for (const form of document.querySelectorAll("form[data-lean]")) {
  // Empty fields and weights of 1 say nothing: the address stays short. In the next turn, when
  // every picker has settled what was typed.
  form.addEventListener("formdata", (event) => {
    const filled = (name) => event.formData.getAll(name).some((one) => one.trim());
    // One field of each kind a list, so that they stay side by side; a kind nobody filled goes.
    const kinds = new Map(["tier", "tier_name", "tier_city"].map((one) => [one, filled(one)]));
    for (const [name, value] of [...event.formData.entries()]) {
      if (!(kinds.get(name) ?? value !== "")) event.formData.delete(name);
      if (name.startsWith("w_") && Number(value) === 1) event.formData.delete(name);
    }
  });
}

for (const form of document.querySelectorAll("form[data-working]")) {
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) later();
  });
}

let timer;

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => { working.textContent = texts.working; }, SLOW_MS);
}

// Back from the history: the page is shown as it was left, without its progress.
addEventListener("pageshow", () => {
  clearTimeout(timer);
  working.textContent = "";
});

// Files: fetched, so that the reader is told how it goes

const status = document.getElementById("take-status");

for (const link of document.querySelectorAll("a[data-file]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => {
      working.textContent = texts.take_working;
    }, SLOW_MS);
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition"))?.[1];
      const file = document.createElement("a");
      file.href = URL.createObjectURL(await answer.blob());
      file.download = name ?? "";
      file.click();
      setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
      status.textContent = texts.take_done;
    } catch (error) {
      status.textContent = fill(texts.take_failed, { message: error.message });
    } finally {
      clearTimeout(slow);
      working.textContent = "";
      link.removeAttribute("aria-busy");
    }
  });
}

document.querySelector("[data-print]")?.addEventListener("click", () => print());
document.querySelector("[data-copy]")?.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    status.textContent = texts.take_copied;
  } catch {
    status.textContent = location.href;
  }
});

// On paper everything is open

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const one of opened) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
});

// A sign of the map leads to a card: show what is in it
addEventListener("hashchange", () => {
  const found = document.getElementById(location.hash.slice(1));
  const details = found?.querySelector("details");
  if (details) details.open = true;
});

for (const frame of document.querySelectorAll("[data-map]")) zoomable(frame);
for (const form of document.querySelectorAll("form[data-whatif]")) tryWeights(form);
