// What the page does by itself: language of Gradio's own texts, Enter while composing, tabs, copying, zoom, the drawer.
(() => {
  const language = document.documentElement.lang;
  Object.defineProperty(navigator, "language", { get: () => language });
  Object.defineProperty(navigator, "languages", { get: () => [language] });

  const narrow = matchMedia("(max-width: 1023px)");
  const root = document.documentElement;

  // Enter that ends the composition of Chinese characters must not send the question.
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
    if (event.key === "Escape") closeViewer();
  }, true);

  function showTab(name) {
    root.dataset.tab = name;
    for (const tab of document.querySelectorAll("[role=tab][data-tab]")) {
      tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
    }
  }

  // On narrow windows the source covers the page, so "back" closes it.
  function openViewer() {
    if (narrow.matches && !root.classList.contains("viewer-open")) history.pushState({ viewer: true }, "");
    root.classList.add("viewer-open", "viewer-loading");
    delete root.dataset.viewerClosed;
  }

  // One source is asked for at a time, and of those that are clicked meanwhile only the last: what is sent together may
  // be answered in any order. Should an answer stay out, the next click goes through all the same.
  const PATIENCE = 5000;
  let awaited = 0;
  let next = null;

  function requestSource(send) {
    root.classList.add("viewer-loading");
    if (awaited) {
      next = send;
      return;
    }
    awaited = setTimeout(sourceArrived, PATIENCE);
    send();
  }

  function sourceArrived() {
    clearTimeout(awaited);
    awaited = 0;
    const send = next;
    next = null;
    if (send) requestSource(send);
    else root.classList.remove("viewer-loading");
  }

  function closeViewer() {
    if (!root.classList.contains("viewer-open")) return;
    root.classList.remove("viewer-open", "viewer-loading");
    if (history.state && history.state.viewer) history.back();
  }

  // An answer opens its first source by itself where there is room, unless the reader closed the last one.
  function opensByItself() {
    return !narrow.matches && !("viewerClosed" in root.dataset);
  }

  addEventListener("popstate", () => root.classList.remove("viewer-open", "viewer-loading"));

  // Files that cannot be taken are turned away here, in the reader's language; Gradio would say it in English.
  function turnAway(event, files) {
    const note = document.getElementById("upload-problem");
    if (!note || !files.length) return;
    const endings = note.dataset.endings.split(" ");
    const wrong = [...files].find((file) => !endings.some((ending) => file.name.toLowerCase().endsWith(ending)));
    const large = [...files].find((file) => file.size > Number(note.dataset.largest));
    const words = wrong ? note.dataset.wrongKind : large ? note.dataset.tooLarge : "";
    note.hidden = !words;
    note.textContent = words.replace("{name}", () => (wrong || large).name);
    if (!words) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  addEventListener("change", (event) => {
    if (!event.target.matches("#upload input[type=file]")) return;
    turnAway(event, event.target.files);
    if (event.defaultPrevented) event.target.value = "";
  }, true);

  addEventListener("drop", (event) => {
    if (event.target.closest("#upload")) turnAway(event, event.dataTransfer.files);
  }, true);

  function zoom(step) {
    const now = Number(root.dataset.zoom || 100);
    const next = step === 0 ? 100 : Math.min(300, Math.max(50, now + step));
    const body = document.querySelector("#viewer .viewer-body");
    const middle = body ? (body.scrollTop + body.clientHeight / 2) / body.scrollHeight : 0;
    root.dataset.zoom = String(next);
    root.style.setProperty("--zoom", next / 100);
    root.style.setProperty("--zoom-words", `"${next}%"`);
    if (body) body.scrollTop = middle * body.scrollHeight - body.clientHeight / 2;
  }

  async function copy(button) {
    const words = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = document.createElement("textarea");
      area.value = words;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const before = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = before), 1500);
  }

  addEventListener("click", (event) => {
    const target = event.target.closest("[data-tab],[data-copy],[data-viewer],[data-arm]");
    if (!target) return;
    if (target.dataset.tab) showTab(target.dataset.tab);
    if (target.dataset.copy) copy(target);
    if (target.dataset.viewer === "close") {
      closeViewer();
      root.dataset.viewerClosed = "";
    }
    if (target.dataset.viewer === "in") zoom(25);
    if (target.dataset.viewer === "out") zoom(-25);
    if (target.dataset.viewer === "fit") zoom(0);
    if (target.dataset.arm) document.getElementById(target.dataset.arm).classList.toggle("armed");
  });

  root.dataset.tab = "ask";
  root.dataset.zoom = "100";
  window.ziping = { openViewer, closeViewer, opensByItself, requestSource, sourceArrived };
})();
