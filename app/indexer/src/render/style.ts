/** How statements look, on screens and on A4. */
export const STYLE = `
:root { --ink: #1b1f24; --soft: #5b6470; --line: #d9dee4; --tint: #f5f7f9; --good: #0b6b3a; --bad: #a11616; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 40px 32px 64px; max-width: 980px; color: var(--ink); background: #fff;
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 8px 32px; align-items: end;
  padding-bottom: 16px; border-bottom: 2px solid var(--ink); }
h1 { margin: 0; font-size: 26px; letter-spacing: -0.01em; }
h2 { margin: 36px 0 4px; font-size: 18px; }
h3 { margin: 20px 0 6px; font-size: 13px; color: var(--soft); font-weight: 600; }
p { margin: 6px 0; }
.period { font-size: 15px; color: var(--soft); }
.soft, small { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 20px; margin: 18px 0 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: 12px/1.4 ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; margin: 22px 0 0; }
.card { padding: 12px 14px; background: var(--tint); border: 1px solid var(--line); border-radius: 8px; }
.card b { display: block; font-size: 17px; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.card span { color: var(--soft); font-size: 12px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th { text-align: left; color: var(--soft); font-weight: 600; font-size: 12px; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
th, td { padding: 5px 12px 5px 0; }
th:last-child, td:last-child { padding-right: 0; }
td { border-bottom: 1px solid var(--line); vertical-align: top; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; }
td.d, td code[title] { white-space: nowrap; }
tr.total td { font-weight: 650; border-bottom: 0; border-top: 1px solid var(--ink); }
tr.mark td { color: var(--soft); }
.verdict { margin: 26px 0 0; padding: 12px 16px; border-left: 4px solid var(--good); background: #eef7f1; }
.verdict.bad { border-color: var(--bad); background: #fbeeee; }
.verdict b { color: var(--good); } .verdict.bad b { color: var(--bad); }
.picture { margin-top: 36px; color-scheme: only light; }
.picture .chart { --chart-text: var(--ink); --chart-muted: var(--soft); --chart-grid: var(--line); }
.picture .chart-title { font-size: 18px; font-weight: 700; }
.picture td { font-variant-numeric: tabular-nums; }
footer { margin-top: 36px; padding-top: 12px; border-top: 1px solid var(--line); font-size: 12px; color: var(--soft); }
@page { size: A4; margin: 16mm 14mm 18mm; }
@media (max-width: 560px) { .cards { grid-template-columns: 1fr 1fr; } body { padding: 20px 16px 40px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 6px; } }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  h2, h3 { break-after: avoid; } tr, .card, .verdict, .picture { break-inside: avoid; } thead { display: table-header-group; }
  table { font-size: 8.5pt; } th { font-size: 8pt; } code { font-size: 7.5pt; } .scroll { overflow: visible; }
  .cards, .verdict { margin-top: 12pt; } .picture { margin-top: 15pt; } .picture .chart-structure svg { width: 88%; } .picture .chart { font-size: 8.5pt; } .picture .chart-title { font-size: 13.5pt; }
  .card, .verdict { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
