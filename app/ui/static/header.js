element.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-tab]");
  if (tab && tab.dataset.tab === "documents") trigger("documents");
});
