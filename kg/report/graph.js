// The graph's filters, its walk by keyboard, and what a choice stands on.  graph-data.js, beside the page, is read when this runs.
(() => {
  const SVG = "http://www.w3.org/2000/svg", form = document.querySelector(".graph-filter"), svg = document.querySelector("svg.graph"), panel = document.getElementById("panel");
  if (!form || !svg) return;
  const lines = svg.querySelector(".lines"), dots = svg.querySelector(".nodes"), at = form.elements;
  const [START, END, TYPE, QUAD, STATUS, STANDING, SOURCES, SCORE, TIES, PAGE, ANCHOR, WORDS] = Array(12).keys();
  let data = null, ties = new Map(), chosen = null;

  const make = (name, attributes, ...children) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const html = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(key, value);
    node.append(...children.filter((c) => c !== null));
    return node;
  };
  const say = (key) => data.says[key];

  // ── what is shown ──
  const wanted = (h) => {
    const since = at.since.value, until = at.until.value, [what, value] = at.certainty.value.split(" ");
    const first = (h[START] || h[END]).slice(0, 4), last = (h[END] || h[START]).slice(0, 4);
    if ((since || until) && !first) return false;
    if ((since && last < since) || (until && first > until) || (at.type.value && h[TYPE] !== at.type.value)) return false;
    if (what === "status" && h[STATUS] !== value || what === "standing" && h[STANDING] !== value || what === "sources" && h[SOURCES] < Number(value)) return false;
    return what === "status" || h[STATUS] === "actual";
  };
  const gather = () => {
    const found = new Map(), who = at.who.value === "" ? null : Number(at.who.value);
    let count = 0;
    for (const h of data.happenings) {
      if (!wanted(h)) continue;
      let met = false;
      for (const [a, b] of h[TIES]) {
        if (who !== null && a !== who && b !== who) continue;
        const key = `${a}-${b}`;
        if (!found.has(key)) found.set(key, { a, b, told: [] });
        found.get(key).told.push(h);
        met = true;
      }
      count += met;
    }
    ties = new Map([...found].sort(([, x], [, y]) => y.told.length - x.told.length || x.a - y.a || x.b - y.b));
    return count;
  };
  const tone = (told) => {
    const known = told.map((h) => h[SCORE]).filter((s) => s !== null), mean = known.reduce((a, b) => a + b, 0) / known.length;
    return known.length === 0 ? "none" : mean > 1 ? "cooperation" : mean < -1 ? "conflict" : "mixed";
  };
  const node = (n, degree, unit) => {
    const [label, file, type, kind, x, y] = data.nodes[n], r = Math.min(16, 4 + 1.6 * Math.sqrt(degree)) * unit;
    const shape = type === "State" ? make("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, rx: 2 }) : make("circle", { cx: x, cy: y, r });
    const name = [...label].length <= 30 ? label : [...label].slice(0, 28).join("") + "…";
    return make("a", { href: file, class: `node ${type}`, "data-n": n, "aria-label": `${label}, ${kind}` }, shape, make("text", { x, y: y + r + 15 * unit }, document.createTextNode(name)));
  };
  const draw = () => {
    const count = gather(), shown = [...ties.values()].slice(0, Number(at.most.value));
    const degree = new Map();
    for (const t of shown) for (const n of [t.a, t.b]) degree.set(n, (degree.get(n) || 0) + t.told.length);
    lines.replaceChildren(...shown.slice().reverse().map((t) => make("line", { x1: data.nodes[t.a][4], y1: data.nodes[t.a][5], x2: data.nodes[t.b][4], y2: data.nodes[t.b][5],
      class: `edge ${tone(t.told)}`, "stroke-width": Math.min(8, 1.8 * Math.sqrt(t.told.length)).toFixed(1), "data-a": t.a, "data-b": t.b })));
    const unit = fit([...degree.keys()]);
    dots.replaceChildren(...[...degree].sort(([a], [b]) => a - b).map(([n, d]) => node(n, d, unit)));
    form.elements.drawn.value = shown.length;
    form.elements.count.value = say("graph-count").replace("{}", count).replace("{}", ties.size);
    if (chosen !== null && !degree.has(chosen)) chosen = null;
    mark();
  };
  const fit = (found) => {                      // how large names and nodes are, in a picture that holds all of these
    if (!found.length) return 1;
    const xs = found.map((n) => data.nodes[n][4]), ys = found.map((n) => data.nodes[n][5]), x = Math.min(...xs) - 90, y = Math.min(...ys) - 40;
    const wide = Math.max(...xs) - x + 90, unit = Math.max(1, wide / 1190);
    svg.setAttribute("viewBox", `${x} ${y} ${wide} ${Math.max(...ys) - y + 50}`);
    svg.setAttribute("font-size", (14 * unit).toFixed(1));
    return unit;
  };

  // ── what is chosen ──
  const mark = () => {
    svg.classList.toggle("choosing", chosen !== null);
    const near = new Set([chosen]);
    for (const line of lines.children) {
      const on = chosen !== null && [line.dataset.a, line.dataset.b].includes(String(chosen));
      line.classList.toggle("near", on);
      if (on) { near.add(Number(line.dataset.a)); near.add(Number(line.dataset.b)); }
    }
    for (const dot of dots.children) {
      dot.classList.toggle("near", chosen !== null && near.has(Number(dot.dataset.n)));
      if (Number(dot.dataset.n) === chosen) dot.setAttribute("aria-current", "true"); else dot.removeAttribute("aria-current");
    }
    tell();
  };
  const evidence = (h) => html("li", { class: h[QUAD] }, html("p", {}, html("a", { href: `${data.pages[h[PAGE]]}#${h[ANCHOR]}` }, h[WORDS])));
  const tell = () => {
    if (chosen === null) { panel.replaceChildren(html("p", { class: "note" }, ties.size ? say("choose-note") : say("nothing-so"))); return; }
    const [label, file, , kind] = data.nodes[chosen], mine = [...ties.values()].filter((t) => t.a === chosen || t.b === chosen);
    const rows = mine.slice(0, 40).map((t) => {
      const other = t.a === chosen ? t.b : t.a, jump = html("button", { type: "button", class: "jump" }, html("bdi", {}, data.nodes[other][0]));
      jump.addEventListener("click", () => choose(other, true));
      const fold = html("details", {}, html("summary", {}, `${say("happenings")}: ${t.told.length}`));
      fold.addEventListener("toggle", () => { if (fold.open && fold.childElementCount === 1) fold.append(html("ul", { class: "lines" }, ...t.told.slice(0, 100).map(evidence))); });
      if (mine.length === 1) fold.open = true;
      return html("li", {}, jump, " ", fold);
    });
    panel.replaceChildren(html("h3", {}, html("bdi", {}, label), " ", html("span", { class: "soft" }, kind)), html("p", {}, html("a", { href: file }, say("its-page"))),
      html("p", { class: "soft" }, `${say("ties-of")}: ${mine.length}`), html("ul", { class: "neighbours" }, ...rows), mine.length > 40 ? html("p", { class: "soft" }, say("all-of-it")) : "");
  };
  const choose = (n, focus) => {
    chosen = n;
    if (n !== null && !dots.querySelector(`[data-n="${n}"]`)) { at.who.value = ""; at.most.value = at.most.max; draw(); } else mark();
    if (focus && n !== null) dots.querySelector(`[data-n="${n}"]`)?.focus();
  };
  const step = (from, dx, dy) => {              // the nearest node in that direction, what lies aside counting double
    const [, , , , x, y] = data.nodes[from];
    let best = null, least = Infinity;
    for (const dot of dots.children) {
      const n = Number(dot.dataset.n), along = (data.nodes[n][4] - x) * dx + (data.nodes[n][5] - y) * dy, aside = Math.abs((data.nodes[n][4] - x) * dy) + Math.abs((data.nodes[n][5] - y) * dx);
      if (n !== from && along > 0 && along + 2 * aside < least) { least = along + 2 * aside; best = dot; }
    }
    best?.focus();
  };

  const start = () => {
    form.hidden = false;
    form.addEventListener("input", draw);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => { chosen = null; setTimeout(draw); });
    dots.addEventListener("click", (event) => {
      const dot = event.target.closest("a.node");
      if (!dot || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(Number(dot.dataset.n) === chosen ? null : Number(dot.dataset.n), true);
    });
    svg.addEventListener("keydown", (event) => {
      const dot = event.target.closest("a.node"), ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      if (event.key === "Escape") choose(null, false);
      if (dot && ways[event.key]) { event.preventDefault(); step(Number(dot.dataset.n), ...ways[event.key]); }
    });
    draw();
  };
  const script = document.createElement("script");
  script.src = "graph-data.js";
  script.addEventListener("load", () => { data = globalThis.KG_GRAPH; start(); });
  document.head.append(script);
})();
