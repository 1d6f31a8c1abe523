
"use strict";
// Shows the long tables page by page. Whatever comes from the data is set as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byText = new Intl.Collator("en", {numeric: true});
  const number = new Intl.NumberFormat("en-US");
  const tables = {};

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };

  // one table: rows are arrays; a column with a list of words holds positions in it, -1 for none
  const table = (name, columns, rows) => {
    if (!rows.length) {
      return;
    }
    const shown = (row, column) => {
      const value = row[column.at];
      return column.words ? column.words[value] ?? "" : value === null ? "" : String(value);
    };
    const filters = new Map();
    let wanted = [];
    let haystack = null;
    let matching = rows;
    let order = null;
    let size = 25;
    let first = 0;

    const body = make("tbody");
    const status = make("output", {"aria-live": "polite"});
    const back = make("button", {type: "button"}, "Previous");
    const forward = make("button", {type: "button"}, "Next");

    const draw = () => {
      const end = Math.min(first + size, matching.length);
      body.replaceChildren();
      for (let i = first; i < end; i++) {
        const line = body.insertRow();
        for (const column of columns) {
          const text = shown(matching[i], column);
          const cell = line.insertCell();
          if (column.look) {
            cell.className = column.look;
          }
          if (column.chips && text) {
            cell.append(make("span", {class: "chip " + column.chips[matching[i][column.at]]}, text));
          } else {
            cell.textContent = text;
          }
        }
      }
      const of = matching.length === rows.length ? "" : " (of " + number.format(rows.length) + ")";
      status.value = matching.length
        ? number.format(first + 1) + "–" + number.format(end) + " of " + number.format(matching.length) + of
        : "none of " + number.format(rows.length) + " matches";
      back.disabled = first === 0;
      forward.disabled = end === matching.length;
    };

    const find = () => {
      if (wanted.length && !haystack) {
        haystack = rows.map(row => columns.map(column => shown(row, column)).join("\n").toLowerCase());
      }
      const chosen = [...filters];
      matching = chosen.length || wanted.length
        ? rows.filter((row, i) => chosen.every(([at, value]) => row[at] === value)
            && wanted.every(word => haystack[i].includes(word)))
        : rows;
      if (order) {
        const {column, down} = order;
        const way = down ? -1 : 1;
        const compare = column.words || column.look === "num"
          ? (a, b) => a[column.at] - b[column.at]
          : (a, b) => byText.compare(shown(a, column), shown(b, column));
        matching = [...matching].sort((a, b) => way * compare(a, b));
      }
      first = 0;
      draw();
    };

    const search = make("input", {type: "search", autocomplete: "off", spellcheck: "false"});
    let waiting = 0;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        find();
      }, 120);
    });
    const tools = make("div", {class: "tools"}, make("label", {class: "wide"}, "Search", search));

    const selects = new Map();
    for (const column of columns.filter(each => each.words)) {
      const counts = new Map();
      for (const row of rows) {
        counts.set(row[column.at], (counts.get(row[column.at]) ?? 0) + 1);
      }
      if (counts.size < 2) {
        continue;
      }
      const select = make("select", {}, make("option", {value: ""}, "all"));
      for (const value of [...counts.keys()].sort((a, b) => a - b)) {
        const word = column.words[value] ?? "none";
        select.append(make("option", {value}, word + " (" + number.format(counts.get(value)) + ")"));
      }
      select.addEventListener("change", () => {
        if (select.value === "") {
          filters.delete(column.at);
        } else {
          filters.set(column.at, Number(select.value));
        }
        find();
      });
      selects.set(column.title, select);
      tools.append(make("label", {}, column.title, select));
    }
    const sizes = make("select", {}, ...[25, 100, 1000].map(rows => make("option", {value: rows}, String(rows))));
    sizes.addEventListener("change", () => {
      size = Number(sizes.value);
      first = 0;
      draw();
    });
    tools.append(make("label", {}, "Rows a page", sizes));

    const titles = make("tr");
    for (const column of columns) {
      const sort = make("button", {type: "button"}, column.title);
      const title = make("th", {scope: "col"}, sort);
      if (column.look === "num") {
        title.className = "num";
      }
      sort.addEventListener("click", () => {
        const down = order?.column === column && !order.down;
        order = {column, down};
        for (const other of titles.children) {
          other.removeAttribute("aria-sort");
        }
        title.setAttribute("aria-sort", down ? "descending" : "ascending");
        find();
      });
      titles.append(title);
    }
    back.addEventListener("click", () => { first = Math.max(0, first - size); draw(); });
    forward.addEventListener("click", () => { first += size; draw(); });

    const section = document.getElementById(name);
    section.append(
      tools,
      make("div", {class: "scroll", tabindex: "0", role: "region", "aria-labelledby": name + "-title"},
        make("table", {}, make("thead", {}, titles), body)),
      make("div", {class: "pages"}, status, back, forward));
    section.hidden = false;
    draw();
    tables[name] = {
      // shows the rows with one word in one column, whatever was looked for before
      choose(title, word) {
        search.value = "";
        wanted = [];
        for (const [each, select] of selects) {
          const option = [...select.options].find(o => each === title && o.text.startsWith(word + " "));
          select.value = option ? option.value : "";
          select.dispatchEvent(new Event("change"));
        }
        section.scrollIntoView();
      }
    };
  };

  const severities = ["bad", "warn", "calm"];
  table("decisions", [
    {title: "VM", at: 0, look: "num"},
    {title: "Name", at: 1},
    {title: "Decided", at: 2, words: data.decisions},
    {title: "Settles", at: 3, look: "id whole"},
    {title: "Reason", at: 4, look: "text"}
  ], data.decided);
  table("findings", [
    {title: "Severity", at: 0, words: data.severities, chips: severities},
    {title: "Code", at: 1, words: data.codes, look: "id whole"},
    {title: "Concerns", at: 2, look: "id"},
    {title: "Name", at: 3},
    {title: "What was seen", at: 4, look: "text"},
    {title: "Decided", at: 5, words: data.decisions}
  ], data.findings);
  table("vms", [
    {title: "ID", at: 0, look: "num"},
    {title: "Name", at: 1},
    {title: "Endpoint", at: 2, words: data.endpoints},
    {title: "Outcome", at: 3, words: data.outcomes, chips: data.looks},
    {title: "Provider ID", at: 4, look: "id"},
    {title: "Subscription", at: 5, words: data.subscriptions},
    {title: "Decided", at: 6, words: data.decisions}
  ], data.vms);

  for (const button of document.querySelectorAll("button[data-code]")) {
    if (tables.findings) {
      button.hidden = false;
      button.addEventListener("click", () => tables.findings.choose("Code", button.dataset.code));
    }
  }
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) {
      details.open = true;
    }
  });
})();
