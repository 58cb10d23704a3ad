// The page's texts that the script shows, in the page's language.

export const texts = JSON.parse(document.body.dataset.texts);

export function fill(template, facts) {
  return template.replace(/\{(\w+)\}/g, (_, key) => String(facts[key]));
}

export const language = document.documentElement.lang;
