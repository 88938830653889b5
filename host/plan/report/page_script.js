// What scripts add to a report: tables that can be sorted, searched and taken away, and the other language. Without
// them the page says all the same. Words stand in data attributes of <main>.

// A cell's value as a program wants it, not as it is shown.
const valueOf = cell => cell.dataset.value ?? cell.textContent.trim();
const rowsOf = table => [...table.tBodies[0].rows].filter(row => !row.classList.contains("rest"));

// Lets readers sort a table by its columns; what stands for all that is not listed stays last.
function makeSortable(table, language) {
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const column = head.cellIndex, body = table.tBodies[0];
      const down = head.getAttribute("aria-sort") === "ascending";
      const key = row => row.cells[column] ? valueOf(row.cells[column]) : "";
      const order = (a, b) => isNaN(a) || isNaN(b) ? a.localeCompare(b, language) : a - b;
      const rows = rowsOf(table).map(row => [key(row), row]).sort((a, b) => down ? order(b[0], a[0]) : order(a[0], b[0]));
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.prepend(...rows.map(pair => pair[1]));
    });
  }
}

// A table as CSV: numbers with a point, units in a column of their own. Words that a spreadsheet would take for a
// formula get an apostrophe.
function csvOf(table, unitWord) {
  const quoted = text => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const words = text => quoted(/^[=+\-@\t]/.test(text) ? "'" + text : text);
  const rows = rowsOf(table);
  const withUnit = [...table.tHead.rows[0].cells].map((_, c) => rows.some(row => row.cells[c]?.dataset.unit));
  const line = (cells, textOf, unitOf) =>
    cells.flatMap((cell, c) => withUnit[c] ? [textOf(cell), unitOf(cell)] : [textOf(cell)]).join(",");
  const heads = [...table.tHead.rows[0].cells];
  return [line(heads, head => words(head.textContent.trim()), head => words(`${head.textContent.trim()}: ${unitWord}`)),
    ...rows.map(row => line([...row.cells], cell => cell.dataset.value ?? words(valueOf(cell)), cell => words(cell.dataset.unit ?? "")))
  ].join("\r\n") + "\r\n";
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = name + ".csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Search and CSV above a table.
function addTools(table, main) {
  const tools = document.createElement("div");
  tools.className = "tools";
  const caption = table.caption?.textContent ?? "";
  if (rowsOf(table).length > 8) {
    const input = document.createElement("input"), found = document.createElement("span");
    input.type = "search";
    input.placeholder = main.dataset.search;
    input.setAttribute("aria-label", `${main.dataset.search}: ${caption}`);
    found.className = "soft";
    found.setAttribute("role", "status");
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLocaleLowerCase(main.lang);
      let shown = 0;
      for (const row of rowsOf(table)) {
        row.hidden = !row.textContent.toLocaleLowerCase(main.lang).includes(wanted);
        shown += !row.hidden;
      }
      found.textContent = wanted ? `${shown} ${main.dataset.found}` : "";
    });
    tools.append(input, found);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = main.dataset.csv;
  button.setAttribute("aria-label", `${main.dataset.csv}: ${caption}`);
  button.addEventListener("click", () => download(table.dataset.name, csvOf(table, main.dataset.unit)));
  tools.append(button);
  (table.closest(".wide") ?? table).before(tools);
}

// The other language lies in a template; the one that is not shown is kept there as it was left.
function switchLanguage(main) {
  const template = document.getElementById("other-language");
  const next = template.content.firstElementChild;
  main.replaceWith(next);
  template.content.append(main);
  document.documentElement.lang = next.lang;
  document.title = next.dataset.title;
  prepare(next);
  next.querySelector("button.language")?.focus();
}

function prepare(main) {
  if (!main || main.dataset.ready) return;
  main.dataset.ready = "yes";
  for (const table of main.querySelectorAll("table.sortable")) {
    makeSortable(table, main.lang || undefined);
    if (main.dataset.csv && table.dataset.name) addTools(table, main);
  }
  const button = main.querySelector("button.language");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => switchLanguage(main));
}

// Paper cannot be unfolded: it gets the answers that are folded on the screen.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open]):has(> .answer)")) {
    fold.dataset.folded = "yes";
    fold.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-folded]")) {
    delete fold.dataset.folded;
    fold.open = false;
  }
});

prepare(document.querySelector("main"));
