(() => {
  "use strict";
  const fold = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
    .replace(/ø/g, "o").replace(/æ/g, "ae").replace(/đ/g, "d").replace(/ŋ/g, "n");

  const box = document.getElementById("search");
  if (box) {
    const found = document.getElementById("found");
    const sections = [...document.querySelectorAll("[data-kind]")].map(section => ({
      section, kind: section.dataset.kind,
      entries: [...section.querySelectorAll("[data-find]")].map(entry => {
        const list = entry.querySelector("ul");
        const head = [...entry.children].filter(part => part !== list);
        return {
          entry, own: fold(head.map(part => part.textContent).join(" ")),
          reports: list ? [...list.children].map(item => ({ item, text: fold(item.textContent) })) : [],
        };
      }),
    }));
    const look = () => {
      const words = fold(box.value).split(/\s+/).filter(Boolean);
      const count = { m: 0, p: 0, r: 0 };
      for (const { section, kind, entries } of sections) {
        for (const { entry, own, reports } of entries) {
          const left = words.filter(word => !own.includes(word));
          let shown = left.length === 0;
          for (const { item, text } of reports) {
            const fits = left.every(word => text.includes(word));
            item.hidden = !fits;
            shown ||= fits;
            count.r += fits;
          }
          entry.hidden = !shown;
          count[kind] += shown;
        }
        section.hidden = entries.every(({ entry }) => entry.hidden);
      }
      return words.length ? count : null;
    };
    let wait;
    box.addEventListener("input", () => {
      const count = look();
      clearTimeout(wait);
      wait = setTimeout(() => {
        found.textContent = !count ? "" : count.m + count.p === 0 ? found.dataset.none
          : found.dataset.found.replace(/\{(\w)\}/g, (_, name) => count[name]);
      }, 250);
    });
    box.addEventListener("keydown", event => {
      if (event.key === "Escape" && box.value) {
        box.value = "";
        box.dispatchEvent(new Event("input"));
      }
    });
    box.closest("[hidden]").hidden = false;
    if (box.value) box.dispatchEvent(new Event("input"));
  }

  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  for (const table of document.querySelectorAll("table.sortable")) {
    const told = table.closest("section").querySelector("[role=status]");
    const heads = [...table.tHead.rows[0].cells];
    const key = (row, at) => row.cells[at].dataset.key ?? row.cells[at].textContent;
    heads.forEach((head, at) => {
      if (!("sort" in head.dataset)) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...table.tBodies[0].rows];
        rows.sort((one, two) => (up ? 1 : -1) * order.compare(key(one, at), key(two, at)));
        table.tBodies[0].append(...rows);
        told.textContent = (up ? told.dataset.up : told.dataset.down)
          .replace("{column}", () => button.textContent);
      });
    });
  }
})();
