// Sliders that show the new order at once. The server reckons it, so it is the true one.

import { texts } from "./texts.js";

const WAIT_MS = 60;

export function tryWeights(form) {
  const shown = form.querySelector("#whatif-order");
  const address = form.dataset.whatif;
  let timer;
  let asked;

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams();
    for (const slider of form.querySelectorAll("input[type=range]"))
      query.set(`try_${slider.name.slice(2)}`, slider.value);
    shown.setAttribute("aria-busy", "true");
    try {
      const separator = address.includes("?") ? "&" : "?";
      const answer = await fetch(`${address}${separator}${query}`, { signal: asked.signal });
      const text = await answer.text();
      // The fragment is our own template with every name escaped.
      if (answer.ok) {
        shown.innerHTML = text;
        // The order stays in sight below the sliders; the one that moves must not lie behind it.
        form.querySelector(".slider:focus-within")?.scrollIntoView({ block: "nearest" });
      } else shown.textContent = answer.status === 422 ? text : texts.whatif_failed;
    } catch (error) {
      if (error.name !== "AbortError") shown.textContent = texts.whatif_failed;
    } finally {
      shown.removeAttribute("aria-busy");
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  }

  for (const slider of form.querySelectorAll("input[type=range]"))
    slider.addEventListener("input", soon);
  form.addEventListener("reset", () => setTimeout(ask));
}
