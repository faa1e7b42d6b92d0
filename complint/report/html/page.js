
"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector, root = document) => root.querySelector(selector);
  for (const element of all("form.filters, .hint")) element.hidden = false;

  // Findings: selects are filled from what is there, a finding is shown where every filter lets it.
  const form = one("#findings form");
  if (form) {
    const articles = all("#findings .finding");
    const groups = all("#findings .file");
    const fileOf = article => article.closest(".file").dataset.document;
    const words = new Map();
    const text = article => {
      if (!words.has(article)) words.set(article, (fileOf(article) + " " + article.textContent).toLowerCase());
      return words.get(article);
    };
    for (const select of all("select", form)) {
      const values = articles.map(article => select.name === "document" ? fileOf(article) : article.dataset[select.name]);
      for (const value of Array.from(new Set(values)).sort()) select.add(new Option(value, value));
      if (select.options.length < 3) select.closest("label").hidden = true;
    }
    const apply = () => {
      const wanted = all("select", form).filter(select => select.value);
      const parts = form.elements.search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const article of articles) {
        const fits = wanted.every(select =>
          (select.name === "document" ? fileOf(article) : article.dataset[select.name]) === select.value);
        const on = fits && parts.every(part => text(article).includes(part));
        article.classList.toggle("off", !on);
        shown += on;
      }
      for (const group of groups) group.classList.toggle("off", !one(".finding:not(.off)", group));
      one("#findings .empty").hidden = shown > 0;
      one("output", form).textContent =
        `${shown.toLocaleString("en")} of ${articles.length.toLocaleString("en")} findings shown`;
    };
    let waiting;
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); });
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", event => event.preventDefault());
    const fold = one(".fold", form);
    fold.addEventListener("click", () => {
      const open = fold.textContent !== "Collapse all";
      for (const group of groups) group.open = open;
      fold.textContent = open ? "Collapse all" : "Expand all";
    });
  }

  // A link to what a filter or a fold hides shows it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      at.classList.remove("off");
      if (at.tagName === "DETAILS") at.open = true;
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // The matrix: rows filtered, one stop for Tab in each table, arrow keys from cell to cell.
  const rows = one(".matrix-filters");
  if (rows) {
    const list = all(".matrix tbody tr").map(row => [row, row.cells[0].textContent.toLowerCase(), !!one(".f,.u,.b", row)]);
    const apply = () => {
      const part = rows.elements.row.value.toLowerCase();
      let shown = 0;
      for (const [row, name, open] of list) {
        const on = name.includes(part) && (open || !rows.elements["open-rows"].checked);
        row.classList.toggle("off", !on);
        shown += on;
      }
      one("output", rows).textContent = `${shown.toLocaleString("en")} of ${list.length.toLocaleString("en")} rows shown`;
    };
    rows.addEventListener("input", apply);
    rows.addEventListener("submit", event => event.preventDefault());
    apply();
  }
  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  for (const table of all(".matrix")) {
    const links = all("tbody a", table);
    links.forEach((link, index) => { link.tabIndex = index ? -1 : 0; });
    table.addEventListener("focusin", event => {
      if (!event.target.matches("tbody a")) return;
      const before = one('tbody a[tabindex="0"]', table);
      if (before) before.tabIndex = -1;
      event.target.tabIndex = 0;
    });
    table.addEventListener("keydown", event => {
      const step = STEPS[event.key];
      const cell = event.target.closest("tbody td");
      if (!step || !cell) return;
      let row = cell.parentElement.sectionRowIndex, column = cell.cellIndex;
      const body = table.tBodies[0].rows;
      for (;;) {
        row += step[0];
        column += step[1];
        const at = body[row] && body[row].cells[column];
        if (!at) return;
        const link = !body[row].classList.contains("off") && one("td > a", body[row]) && at.tagName === "TD" && one("a", at);
        if (link) {
          event.preventDefault();
          link.focus();
          return;
        }
      }
    });
  }

  // Why a cell is not a pass, beside the pointer or the focus; Escape closes it.
  const tip = one("#tip");
  let owner = null;
  const hide = () => {
    if (owner) owner.removeAttribute("aria-describedby");
    owner = null;
    tip.hidden = true;
  };
  const show = link => {
    if (owner === link) return;
    hide();
    const cell = link.closest("td"), table = link.closest("table");
    const head = table.tHead.rows[0].cells[cell.cellIndex];
    const target = document.getElementById(link.hash.slice(1));
    const reason = target && (target.matches(".finding") ? one("h4", target) : one(".reason", target));
    const title = document.createElement("b");
    title.textContent = `${head.textContent}: ${link.textContent}`;
    const why = document.createElement("span");
    why.textContent = `${cell.parentElement.cells[0].textContent}: ${reason ? reason.textContent : "no reason given"}`;
    tip.replaceChildren(title, why);
    tip.hidden = false;
    const box = link.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const below = box.bottom + 6 + own.height < innerHeight;
    tip.style.top = `${Math.max(4, below ? box.bottom + 6 : box.top - own.height - 6)}px`;
    tip.style.left = `${Math.max(4, Math.min(box.left, innerWidth - own.width - 8))}px`;
    link.setAttribute("aria-describedby", "tip");
    owner = link;
  };
  const matrixLink = event => event.target.closest && event.target.closest(".matrix tbody a");
  document.addEventListener("mouseover", event => {
    const link = matrixLink(event);
    if (link) show(link);
    else if (!event.target.closest("#tip") && document.activeElement !== owner) hide();
  });
  document.addEventListener("focusin", event => { const link = matrixLink(event); if (link) show(link); else hide(); });
  document.addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", () => { if (owner && document.activeElement !== owner) hide(); }, true);

  // On paper everything is open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of closed) details.open = false; });
})();
