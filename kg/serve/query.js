// The query page: asks the endpoint it came from, shows the answer; what comes from the graph is put in as text, never as markup.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const by = (id) => document.getElementById(id);
  const form = by("ask"), query = by("query"), saved = by("saved"), said = by("said"), answer = by("answer");
  const MOST = 2000;
  const names = Object.entries(data.names).sort((a, b) => b[1].length - a[1].length);
  const short = (iri) => {
    const found = names.find(([, ns]) => iri.startsWith(ns) && /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(iri.slice(ns.length)));
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
  };
  const make = (name, text, more = {}) => Object.assign(document.createElement(name), text === undefined ? {} : { textContent: text }, more);
  const tell = (text, fault = false) => { said.textContent = text; said.classList.toggle("fault", fault); };

  const cell = (term) => {
    const td = make("td");
    if (!term) return td;
    if (term.type === "uri") {
      const link = make("a", short(term.value), { href: "#", title: data.say.describe, dir: "ltr" });
      link.addEventListener("click", (e) => { e.preventDefault(); query.value = `DESCRIBE <${term.value}>`; ask(); });
      td.append(link);
    } else {
      if (/#(integer|decimal|double|date|gYear|gYearMonth|dateTime)$/.test(term.datatype || "")) td.className = "number";
      td.append(make("bdi", term.value, term["xml:lang"] ? { lang: term["xml:lang"] } : { dir: "auto" }));
    }
    return td;
  };

  const show = async (reply) => {
    const kind = reply.headers.get("Content-Type") || "";
    if (!kind.includes("json")) { answer.append(make("pre", await reply.text(), { dir: "ltr" })); tell(""); return; }
    const found = await reply.json();
    if ("boolean" in found) { tell(found.boolean ? data.say.yes : data.say.no); return; }
    const rows = found.results.bindings;
    if (!rows.length) { tell(data.say.none); return; }
    tell(`${data.say.rows}: ${rows.length}` + (rows.length > MOST ? ` · ${MOST} ${data.say.shown}` : ""));
    const head = make("tr"), body = make("tbody"), thead = make("thead"), table = make("table");
    for (const v of found.head.vars) { const th = make("th", undefined, { scope: "col" }); th.append(make("bdi", v)); head.append(th); }
    for (const row of rows.slice(0, MOST)) { const tr = make("tr"); for (const v of found.head.vars) tr.append(cell(row[v])); body.append(tr); }
    thead.append(head); table.append(thead, body); answer.append(table);
  };

  const ask = async () => {
    by("found").hidden = false;
    answer.replaceChildren();
    tell(data.say.waiting);
    try {
      const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams({ query: query.value }),
        headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9" } });
      if (reply.ok) await show(reply); else tell((await reply.text()).trim(), true);
    } catch (e) { tell(e instanceof TypeError ? data.say.unreachable : String(e), true); }
  };

  form.addEventListener("submit", (e) => { if (!e.submitter || e.submitter.name !== "format") { e.preventDefault(); ask(); } });
  query.addEventListener("keydown", (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); ask(); } });
  const choose = (name) => { if (name in data.saved) { saved.value = name; query.value = data.saved[name]; history.replaceState(null, "", `#${name}`); ask(); } };
  saved.addEventListener("change", () => choose(saved.value));
  choose(location.hash.slice(1));                 // /sparql#leaders-met asks that question at once
})();
