"use strict";
// The editor (YASGUI), told to stay at home: it asks this server only, and completes from the vocabulary in the page.
(() => {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const endpoint = `${location.origin}/sparql`;
  const language = document.documentElement.lang;
  const { Yasqe } = Yasgui;
  const first = `PREFIX aikg: <${facts.prefixes.aikg}>\n\n# ${facts.questions.length} questions stand on the left; each becomes a query here.\n` +
    "SELECT ?kind (COUNT(?claim) AS ?claims) WHERE {\n  ?claim aikg:kind ?kind\n}\nGROUP BY ?kind\nORDER BY DESC(?claims)\n";

  const terms = facts.terms.concat(Object.keys(facts.prefixes).map((prefix) => `${prefix}:`));
  Yasqe.defaults.autocompleters = ["variables"];
  Yasqe.registerAutocompleter({
    name: "aikg",
    bulk: true,
    autoShow: false,
    persistenceId: null,
    isValidCompletionPosition: (yasqe) => !/^[?$"'#]/.test(yasqe.getCompleteToken().string),
    get: () => Promise.resolve(terms),
  });
  Yasqe.defaults.value = first;

  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    persistenceId: "aikg",
  });

  // Answers name things by their IRI: what this graph knows has a page here.
  document.getElementById("yasgui").addEventListener("click", (click) => {
    const link = click.target.closest("a[href]");
    if (!link) return;
    const iri = decodeURI(link.href);
    if (!iri.startsWith(facts.id) || /^(document|graph)\//.test(iri.slice(facts.id.length))) return;
    click.preventDefault();
    window.open(`/entity/${encodeURI(iri.slice(facts.id.length))}?language=${language}`, "_blank", "noopener");
  });

  for (const form of document.querySelectorAll("form.question")) {
    form.addEventListener("submit", async (submit) => {
      submit.preventDefault();
      const said = form.querySelector(".said");
      said.textContent = "";
      const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
      const name = encodeURIComponent(form.dataset.name);
      const answer = await fetch(`/questions/${name}/sparql?${given}`);
      const text = await answer.text();
      if (!answer.ok) {
        said.textContent = text.trim();
        return;
      }
      const tab = yasgui.getTab();
      tab.setQuery(text);
      tab.query();
    });
  }
})();
