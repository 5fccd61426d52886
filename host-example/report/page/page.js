// Search and sorting, for those who have scripts. The page says everything without them.
"use strict";
for (const table of document.querySelectorAll("table[data-tools]")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  if (rows.length < 2) continue;
  const text = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  const headers = [...table.tHead.rows[0].cells];
  headers.forEach((header, column) => {
    if (header.classList.contains("wide") && header.textContent !== "") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const down = header.getAttribute("aria-sort") === "ascending";
      for (const other of headers) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...rows.sort((a, b) => (down ? -1 : 1) * compare(a.cells[column], b.cells[column])));
    });
  });

  if (rows.length < 8) continue;
  const tools = document.createElement("div");
  tools.className = "tools";
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  label.append("Search ", input);
  const found = document.createElement("output");
  tools.append(label, found);
  table.parentElement.before(tools);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => text.get(row).includes(word));
      if (!row.hidden) shown++;
    }
    found.textContent = words.length ? shown + " of " + rows.length + " rows" : "";
  });
}

// Dates sort as dates, numbers as numbers, and what was not told last.
function value(cell) {
  const time = cell.querySelector("time");
  if (time) return time.dateTime;
  if (cell.firstElementChild?.classList.contains("untold")) return "\u{10FFFF}";
  return cell.textContent.trim().toLowerCase();
}

function compare(a, b) {
  const x = value(a), y = value(b);
  const m = Number(x.replaceAll(",", "")), n = Number(y.replaceAll(",", ""));
  if (x !== "" && y !== "" && !Number.isNaN(m) && !Number.isNaN(n)) return m - n;
  return x < y ? -1 : x > y ? 1 : 0;
}
