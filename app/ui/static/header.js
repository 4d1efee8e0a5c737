element.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-tab]");
  if (tab && tab.dataset.tab === "overview") trigger("overview");
  if (tab && tab.dataset.tab === "check") trigger("check");
  if (tab && tab.dataset.tab === "ledger") trigger("ledger");
  if (tab && tab.dataset.tab === "documents") trigger("documents");
});
