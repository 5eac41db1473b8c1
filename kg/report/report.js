// Light or dark, the timeline's filter, and links into what is folded up.  Without this file pages are whole: forms stay hidden, all is shown.
(() => {
  const root = document.documentElement, remembered = { get: () => { try { return localStorage.getItem("kg-theme"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("kg-theme", value); } catch { /* a browser that remembers nothing shows what the system wants */ } } };
  const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const known = remembered.get();
  if (known === "dark" || known === "light") root.dataset.theme = known;

  const theme = () => {
    const button = document.querySelector("button.theme");
    const show = () => button.setAttribute("aria-pressed", String(dark()));
    button.hidden = false;
    button.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; remembered.set(root.dataset.theme); show(); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    show();
  };

  const filter = (form) => {                    // over the happenings of its section
    const items = [...form.closest("section").querySelectorAll("li.happening")], at = form.elements;
    const show = () => {
      const type = at.type.value, actor = at.actor.value, sure = at.certainty.value;
      let shown = 0;
      for (const item of items) {
        item.hidden = Boolean((type && item.dataset.type !== type) || (actor && !item.dataset.who.split(" ").includes(actor)) || (sure && !item.dataset.sure.split("|").includes(sure)));
        shown += !item.hidden;
      }
      form.querySelector("output").value = shown;
    };
    form.hidden = false;
    form.addEventListener("change", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", () => {      // a link to a happening that the filter hides shows it again
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && target.hidden) { form.reset(); show(); target.scrollIntoView(); }
    });
    show();
  };

  const unfold = () => {                        // a link into what is folded up opens it, and takes the focus along
    let target = null;
    try { target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (!target) return;
    const folds = [];
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) folds.push(fold);
    for (const fold of folds) fold.open = true;
    if (folds.length || target.matches(".facts > li")) target.scrollIntoView({ block: "nearest" });
    const inner = target.matches("a, button") ? target : target.querySelector("a, summary");
    if (inner && target.matches(".at, .facts > li")) inner.focus({ preventScroll: true });
  };

  const together = () => {                      // a fact's mark and its entry light up together
    const entries = new Map([...document.querySelectorAll(".facts > li")].map((li) => [`#${encodeURIComponent(li.id)}`, li]));
    const entry = (a) => entries.get(`#${encodeURIComponent(decodeURIComponent(a.hash.slice(1)))}`);
    for (const a of document.querySelectorAll(".text a.fact, .text a.also")) {
      const light = (on) => entry(a)?.classList.toggle("lit", on);
      for (const [event, on] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]) a.addEventListener(event, () => light(on));
    }
  };

  addEventListener("DOMContentLoaded", () => {
    theme();
    document.querySelectorAll("form.filter:not(.graph-filter)").forEach(filter);
    together();
    unfold();
    addEventListener("hashchange", unfold);
  });
  addEventListener("beforeprint", () => document.querySelectorAll("main details").forEach((fold) => { if (!fold.open) { fold.open = true; fold.dataset.printed = ""; } }));
  addEventListener("afterprint", () => document.querySelectorAll("details[data-printed]").forEach((fold) => { fold.open = false; delete fold.dataset.printed; }));
})();
