// Lists that open while one types (WAI-ARIA combobox): one city, or several areas as chips.

import { fill, language, texts } from "./texts.js";

const WAIT_MS = 150;
let count = 0;

class Picker {
  constructor(input) {
    this.input = input;
    this.options = [];
    this.active = -1;
    this.id = `pick-${++count}`;
    const box = document.createElement("div");
    box.className = "picker";
    input.replaceWith(box);
    this.list = document.createElement("ul");
    this.list.className = "options";
    this.list.id = `${this.id}-list`;
    this.list.role = "listbox";
    this.list.hidden = true;
    this.list.setAttribute("aria-label", this.label());
    this.said = document.createElement("span");
    this.said.className = "unseen";
    this.said.role = "status";
    box.append(input, this.list, this.said);
    input.removeAttribute("list");
    input.role = "combobox";
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.left());
    // A press on an option must not take the focus from the field.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("li[data-at]");
      if (item) this.choose(Number(item.dataset.at));
    });
  }

  label() {
    return document.querySelector(`label[for="${CSS.escape(this.input.id)}"]`)?.textContent ?? "";
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.typed();
      else this.move(this.active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  move(to) {
    const most = this.options.length;
    if (!most) return;
    this.active = (to + most) % most;
    [...this.list.children].forEach((item, at) =>
      item.setAttribute("aria-selected", String(at === this.active)));
    const item = this.list.children[this.active];
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  // Options are shown by their text alone: nothing of them is ever read as HTML.
  open(options, told) {
    this.options = options;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...options.map((option, at) => {
      const item = document.createElement("li");
      item.role = "option";
      item.id = `${this.id}-${at}`;
      item.dataset.at = at;
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.textContent = option.name;
      const more = document.createElement("small");
      more.textContent = option.more;
      item.append(name, more);
      return item;
    }));
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.said.textContent = told;
  }

  close() {
    this.open([], "");
  }

  left() {
    this.close();
  }
}

export class CityPicker extends Picker {
  constructor(input, hidden) {
    super(input);
    this.hidden = hidden;
  }

  close() {
    super.close();
    this.undecided = false;
  }

  // Enter takes the marked place; before the list is there it waits for it and sends nothing.
  key(event) {
    if (event.key === "Enter" && this.list.hidden && this.undecided) event.preventDefault();
    else super.key(event);
  }

  typed() {
    this.hidden.value = "";
    clearTimeout(this.timer);
    this.asked?.abort();
    const text = this.input.value.trim();
    if (text.length < 2) return this.close();
    this.undecided = true;
    this.timer = setTimeout(() => this.ask(text), WAIT_MS);
  }

  async ask(text) {
    this.asked = new AbortController();
    try {
      const query = new URLSearchParams({ q: text, lang: language });
      const address = `v1/cities?${query}`;
      const answer = await fetch(address, { signal: this.asked.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const rows = (await answer.json()).cities.filter((row) => !row.district);
      if (document.activeElement !== this.input) return;
      this.open(rows.map((row) => this.option(row)),
        rows.length ? fill(texts.pick_found_city, { count: rows.length }) : texts.pick_none);
      if (rows.length) this.move(0);
      else this.undecided = false;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.close();
      this.said.textContent = texts.pick_failed;
    }
  }

  option(row) {
    const people = row.population
      ? fill(texts.people, { people: row.population.toLocaleString(language) })
      : texts.people_unknown;
    // The name by which it was found, where that is another than the one we show.
    const name = row.matched === row.name ? row.name : `${row.name} (${row.matched})`;
    const seat = row.region.replace(/^region of /, "");
    const named = seat === row.region ? seat : fill(texts.region_of, { seat });
    const region = named ? `, ${named}` : "";
    return { id: row.city_id, name, more: `${row.country_name}${region} · ${people}`,
      text: `${row.name}, ${row.country_name}` };
  }

  choose(at) {
    const option = this.options[at];
    this.input.value = option.text;
    this.close();
    this.hidden.value = option.id;
  }
}

export class AreaPicker extends Picker {
  constructor(input, areas) {
    super(input);
    this.areas = areas;
    // What is chosen goes with the form under the field's name; the field itself only searches.
    this.hidden = document.createElement("input");
    this.hidden.type = "hidden";
    this.hidden.name = input.name;
    input.removeAttribute("name");
    this.chips = document.createElement("ul");
    this.chips.className = "chips";
    this.list.parentElement.before(this.hidden, this.chips);
    this.chosen = [];
    for (const text of input.value.split(/[,;\n]+/)) this.add(text);
    input.value = "";
    input.form.addEventListener("submit", () => this.settle());
  }

  known(text) {
    const wanted = fold(text.trim());
    return this.areas.find((one) => fold(one.name) === wanted || fold(one.value) === wanted);
  }

  // A text that is no known area goes to the server as it is: it knows more names.
  add(text) {
    const plain = text.trim();
    if (!plain) return;
    const area = this.known(plain) ?? { value: plain, name: plain };
    if (!this.chosen.some((one) => one.value === area.value)) this.chosen.push(area);
    this.show();
  }

  remove(at) {
    this.chosen.splice(at, 1);
    this.show();
    const buttons = this.chips.querySelectorAll("button");
    (buttons[Math.min(at, buttons.length - 1)] ?? this.input).focus();
  }

  show() {
    this.hidden.value = this.chosen.map((one) => one.value).join(", ");
    this.chips.replaceChildren(...this.chosen.map((one, at) => {
      const item = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = one.name;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "×";
      button.setAttribute("aria-label", fill(texts.pick_remove, { name: one.name }));
      button.addEventListener("click", () => this.remove(at));
      item.append(name, button);
      return item;
    }));
  }

  typed() {
    const text = this.input.value;
    if (/[,;]/.test(text)) {
      this.settle();
      return this.close();
    }
    const wanted = fold(text.trim());
    if (!wanted) return this.close();
    const found = this.areas
      .filter((one) => !this.chosen.includes(one))
      .map((one) => ({ one, at: place(one, wanted) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)
      .slice(0, 12);
    const shown = found.map(({ one }) => ({ ...one, more: texts[`kind_${one.kind}`] }));
    this.open(shown,
      shown.length ? fill(texts.pick_found_area, { count: shown.length }) : texts.pick_none);
    // Enter takes the first only where it plainly is what was meant: USA is no Virgin Island, and
    // UK not Ukraine. Anything else goes to the server as typed.
    if (found.length && (found[0].at === 0 || (found[0].at === 1 && wanted.length > 2)))
      this.move(0);
  }

  key(event) {
    if (event.key === "Backspace" && !this.input.value && this.chosen.length) {
      this.remove(this.chosen.length - 1);
      this.input.focus();
    } else if (event.key === "Enter" && this.input.value.trim() && this.active < 0) {
      event.preventDefault();
      this.settle();
    } else super.key(event);
  }

  settle() {
    for (const text of this.input.value.split(/[,;]+/)) this.add(text);
    this.input.value = "";
  }

  left() {
    this.settle();
    super.left();
  }

  choose(at) {
    this.input.value = "";
    this.add(this.options[at].name);
    this.close();
  }
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function place(area, wanted) {
  const name = fold(area.name);
  if (fold(area.value) === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.includes(wanted) ? 2 : -1;
}
