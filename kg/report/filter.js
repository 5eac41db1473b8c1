// The timeline's filter: by type and by who took part.  Without this file the timeline is whole and the form stays hidden.
for (const form of document.querySelectorAll("form.filter")) {
  const items = form.closest("section").querySelectorAll("li.happening");
  const show = () => {
    const type = form.elements.type.value, actor = form.elements.actor.value;
    let shown = 0;
    for (const item of items) {
      item.hidden = (type && item.dataset.type !== type) || (actor && !item.dataset.who.split(" ").includes(actor));
      shown += !item.hidden;
    }
    form.querySelector("output").value = shown;
  };
  form.hidden = false;
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", () => {          // a link to a happening that the filter hides shows it again
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) { form.reset(); show(); target.scrollIntoView(); }
  });
  show();
}
