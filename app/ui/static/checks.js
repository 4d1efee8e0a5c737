// Filters, order and "show more" need no server: all findings are in the page, the rest is hidden. Decisions, pictures
// and coverage are asked for where they are needed.
const chosen = { state: "", severity: "", kind: "" };
let pages = 1;
let opened = "";
let sorted = "severity";
let view = "findings";
let standing = "";
const REVIEWER = "ziping-reviewer";

function matches(card, filters) {
  return Object.entries(filters).every(([by, value]) => !value || card.dataset[by] === value);
}

const ORDERS = {
  severity: (a, b) => a.dataset.rank - b.dataset.rank,
  page: (a, b) => a.dataset.order - b.dataset.order || a.dataset.rank - b.dataset.rank,
  kind: (a, b) => a.dataset.kind.localeCompare(b.dataset.kind) || a.dataset.rank - b.dataset.rank,
  state: (a, b) => (b.dataset.state === "open") - (a.dataset.state === "open") || a.dataset.rank - b.dataset.rank,
};

function apply() {
  const list = element.querySelector(".finding-list");
  if (!list) return;
  const cards = [...list.children].sort(ORDERS[sorted]);
  if (cards.some((card, at) => list.children[at] !== card)) list.append(...cards);
  const buttons = [...element.querySelectorAll("[data-by]")];
  for (const by of Object.keys(chosen)) {
    if (!buttons.some((button) => button.dataset.by === by && button.dataset.value === chosen[by])) chosen[by] = "";
  }
  const limit = Number(list.dataset.shown) * pages;
  let found = 0;
  for (const card of cards) card.hidden = !matches(card, chosen) || ++found > limit;
  for (const button of buttons) {
    const { by, value } = button.dataset;
    const count = cards.filter((card) => matches(card, { ...chosen, [by]: value })).length;
    button.querySelector(".filter-count").textContent = count;
    button.disabled = !count && chosen[by] !== value;
    button.setAttribute("aria-pressed", String(chosen[by] === value));
  }
  const more = element.querySelector("[data-more]");
  more.hidden = found <= limit;
  more.textContent = more.dataset.words.replace("{count}", found - limit);
  mark();
}

function mark() {
  for (const place of element.querySelectorAll("[data-place]")) {
    place.setAttribute("aria-pressed", String(place.dataset.place === opened));
  }
  for (const button of element.querySelectorAll("[data-citation]")) {
    button.setAttribute("aria-pressed", String(button.dataset.citation === opened));
  }
}

function open(key, send) {
  opened = key;
  mark();
  window.ziping.openViewer();
  window.ziping.requestSource(send);
}

function reviewer() {
  return element.querySelector("[data-reviewer]");
}

function say(triage, words) {
  const problem = triage.querySelector(".triage-problem");
  problem.textContent = words;
  problem.hidden = !words;
}

async function decide(button) {
  const triage = button.closest("[data-triage]");
  const card = button.closest(".finding");
  const form = triage.querySelector(".triage-form");
  const note = form.querySelector("textarea");
  const state = button.dataset.decide;
  if (state === "explained" && !note.value.trim()) {
    showNote(triage, true);
    say(triage, note.placeholder);
    return;
  }
  const decision = { finding: triage.dataset.triage, state, note: note.value, who: reviewer().value };
  for (const one of triage.querySelectorAll("button")) one.disabled = true;
  try {
    const language = document.documentElement.lang.slice(0, 2);
    const answer = await fetch(`../check/${language}/decisions`, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(decision),
    });
    const told = await answer.json();
    if (!answer.ok) throw told;
    triage.outerHTML = told.triage;
    card.dataset.state = told.state;
    element.querySelector("[data-progress]").innerHTML = told.progress;
    element.querySelector("[data-said]").textContent = told.said;
    stale();
    const next = card.querySelector(`[data-decide="${state === "open" ? "confirmed" : state}"]`);
    apply();
    if (!card.hidden) next.focus({ preventScroll: true });
    else (element.querySelector(".finding:not([hidden]) .decide") || reviewer()).focus({ preventScroll: true });
  } catch (told) {
    for (const one of triage.querySelectorAll("button")) one.disabled = false;
    say(triage, (told && told.problem) || triage.closest(".findings").dataset.lost);
    if (told && told.code === "who") reviewer().focus();
    if (told && told.code === "note") showNote(triage, true);
  }
}

function showNote(triage, shown) {
  triage.querySelector(".triage-form").hidden = !shown;
  triage.querySelector("[data-noting]").setAttribute("aria-expanded", String(shown));
  if (shown) triage.querySelector("textarea").focus();
}

// What was fetched before a decision is told of by the next look at it.
function stale() {
  for (const panel of element.querySelectorAll("[data-url]")) delete panel.dataset.loaded;
}

async function load(panel) {
  if ("loaded" in panel.dataset) return;
  panel.dataset.loaded = "";
  if (!panel.childElementCount) panel.textContent = panel.dataset.working;
  try {
    const answer = await fetch(panel.dataset.url);
    if (!answer.ok) throw answer;
    panel.innerHTML = await answer.text();
    applyStanding();
  } catch {
    panel.textContent = panel.dataset.failed;
    delete panel.dataset.loaded;
  }
}

function showView(name, focus) {
  view = name;
  for (const tab of element.querySelectorAll("[role=tab][data-view]")) {
    const on = tab.dataset.view === view;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    if (on && focus) tab.focus();
  }
  for (const panel of element.querySelectorAll("[data-panel]")) {
    panel.hidden = panel.dataset.panel !== view;
    if (!panel.hidden && panel.dataset.url) load(panel);
  }
}

async function compare() {
  const found = element.querySelector("[data-changes]");
  const before = element.querySelector("[data-before]").value;
  const after = element.querySelector("[data-after]").value;
  if (before === after) {
    found.textContent = found.dataset.same;
    return;
  }
  found.textContent = found.dataset.working;
  try {
    const answer = await fetch(`${found.dataset.changes}?before=${before}&after=${after}`);
    if (!answer.ok) throw answer;
    found.innerHTML = await answer.text();
  } catch {
    found.textContent = found.dataset.failed;
  }
}

function applyStanding() {
  for (const key of element.querySelectorAll("[data-standing].cover-key")) {
    key.setAttribute("aria-pressed", String(key.dataset.standing === standing));
  }
  const coverage = element.querySelector(".coverage");
  if (coverage) coverage.dataset.only = standing;
}

function goTo(finding) {
  const card = element.querySelector(`.finding[data-finding="${CSS.escape(finding)}"]`);
  if (!card) return;
  Object.assign(chosen, { state: "", severity: "", kind: "" });
  pages = Math.ceil(element.querySelectorAll(".finding").length / Number(card.parentElement.dataset.shown));
  showView("findings");
  apply();
  card.scrollIntoView({ block: "start" });
  card.querySelector(".place, .decide").focus({ preventScroll: true });
}

element.addEventListener("click", (event) => {
  const target = event.target.closest(
    "[data-place],[data-by],[data-more],[data-decide],[data-noting],[data-view],[data-citation],[data-goto],[data-compare],.cover-key");
  if (!target) return;
  const data = target.dataset;
  if (data.place) open(data.place, () => trigger("place", { place: data.place }));
  else if (data.citation) open(data.citation, () => trigger("cited", { citation: JSON.parse(data.citation) }));
  else if (data.decide) decide(target);
  else if ("noting" in data) {
    const triage = target.closest("[data-triage]");
    showNote(triage, triage.querySelector(".triage-form").hidden);
  } else if (data.view) showView(data.view);
  else if (data.goto) goTo(data.goto);
  else if ("compare" in data) compare();
  else if (data.standing) {
    standing = standing === data.standing ? "" : data.standing;
    applyStanding();
  } else if ("more" in data) {
    pages += 1;
    apply();
  } else {
    chosen[data.by] = chosen[data.by] === data.value ? "" : data.value;
    pages = 1;
    apply();
  }
});

element.addEventListener("keydown", (event) => {
  if (!event.target.matches("[role=tab][data-view]") || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const tabs = [...element.querySelectorAll("[role=tab][data-view]")];
  const step = event.key === "ArrowRight" ? 1 : tabs.length - 1;
  showView(tabs[(tabs.indexOf(event.target) + step) % tabs.length].dataset.view, true);
});

element.addEventListener("change", (event) => {
  if (event.target.matches("[data-sort]")) {
    sorted = event.target.value;
    apply();
  }
});

// With every letter, so that a list that comes back meanwhile does not take a name that is half typed.
element.addEventListener("input", (event) => {
  if (event.target.matches("[data-reviewer]")) localStorage.setItem(REVIEWER, event.target.value);
});

// "toggle" does not bubble.
element.addEventListener("toggle", async (event) => {
  const section = event.target;
  if (!section.matches(".cover-section") || !section.open) return;
  const figures = section.querySelector(".cover-figures");
  if (figures.childElementCount) return;
  const panel = section.closest("[data-url]");
  figures.textContent = panel.dataset.working;
  try {
    const answer = await fetch(`${panel.dataset.url}/${section.dataset.document}/${section.dataset.section}`);
    if (!answer.ok) throw answer;
    figures.innerHTML = await answer.text();
  } catch {
    figures.textContent = panel.dataset.failed;
  }
}, true);

watch("value", () => {
  opened = "";
  const name = reviewer();
  if (name) name.value = localStorage.getItem(REVIEWER) || "";
  const sort = element.querySelector("[data-sort]");
  if (sort) sort.value = sorted;
  if (element.querySelector("[data-panel]")) showView(view);
  apply();
});
